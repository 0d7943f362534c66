package io.holdall.cli.entry;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.InvalidArgument;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a key as {@code holdall ls} prints it. */
final class KeyConverter implements ITypeConverter<Key> {
  @Override
  public Key convert(String text) {
    try {
      return Key.parse(text);
    } catch (InvalidArgument e) {
      throw new TypeConversionException(
          e.text() + "; keys are written as 'holdall ls' prints them, a space as %20");
    }
  }
}
