package io.holdall.cli.entry;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.InvalidArgument;
import java.util.Arrays;
import java.util.Optional;
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
          "'%s' is no key as 'holdall ls' prints them%s"
              .formatted(
                  text,
                  meant(text)
                      .map(key -> ", did you mean '" + key.encoded() + "'?")
                      .orElse(": segments joined by /, none of them empty, a space as %20")));
    }
  }

  /** The key whose segments, not encoded, were typed. */
  private static Optional<Key> meant(String text) {
    if (text.contains("%")) {
      return Optional.empty(); // somebody has tried to encode it
    }
    try {
      String[] segments = text.split("/", -1);
      return Optional.of(Key.of(segments[0], Arrays.copyOfRange(segments, 1, segments.length)));
    } catch (InvalidArgument e) {
      return Optional.empty();
    }
  }
}
