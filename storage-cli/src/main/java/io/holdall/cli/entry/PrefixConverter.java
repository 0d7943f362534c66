package io.holdall.cli.entry;

import io.holdall.storage.Key;
import picocli.CommandLine.ITypeConverter;

/** Reads a key that may have a slash at its end, as directories have. */
final class PrefixConverter implements ITypeConverter<Key> {
  @Override
  public Key convert(String text) {
    return new KeyConverter()
        .convert(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }
}
