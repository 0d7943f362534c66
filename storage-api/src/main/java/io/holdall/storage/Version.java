package io.holdall.storage;

import org.jspecify.annotations.Nullable;

/**
 * The mark of one writing of one key, opaque to everybody but the backend that issued it. Equal
 * versions mean the same writing. A version is never issued twice for one key, even for identical
 * bytes, after a delete, or after reopening. It survives {@link #text()} and {@link #parse}.
 */
public final class Version {
  private static final int MAX_LENGTH = 200;

  private static final long NO_NUMBER = -1;

  private final long number;

  /** Of a number it is made when it is asked for; made twice it is the same. */
  private @Nullable String text;

  private Version(long number, @Nullable String text) {
    this.number = number;
    this.text = text;
  }

  /**
   * The version with this text form. Backends use it to issue versions, applications to read back
   * what {@link #text()} gave them.
   *
   * @throws StorageException.InvalidArgument if the text is empty, longer than 200 characters, or
   *     has characters outside printable ASCII
   */
  public static Version parse(String text) {
    if (text.isEmpty()
        || text.length() > MAX_LENGTH
        || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new StorageException.InvalidArgument(
          "A version is 1 to 200 printable ASCII characters, as Version.text() gave them");
    }
    return new Version(NO_NUMBER, text);
  }

  /** A decimal number as a version, for backends that count their commits. */
  public static Version of(long number) {
    return number < 0 ? new Version(NO_NUMBER, Long.toString(number)) : new Version(number, null);
  }

  /** The form to keep and to send, for {@link #parse}. */
  public String text() {
    String made = text;
    if (made == null) {
      made = Long.toString(number);
      text = made;
    }
    return made;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && isSame(version);
  }

  private boolean isSame(Version other) {
    return (number != NO_NUMBER && other.number != NO_NUMBER)
        ? number == other.number
        : text().equals(other.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
