package io.holdall.storage;

/**
 * The mark of one writing of one key, opaque to everybody but the backend that issued it. Equal
 * versions mean the same writing. A version is never issued twice for one key, even for identical
 * bytes, after a delete, or after reopening. It survives {@link #text()} and {@link #parse}.
 */
public final class Version {
  private static final int MAX_LENGTH = 200;

  private final String text;

  private Version(String text) {
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
    return new Version(text);
  }

  /** A decimal number as a version, for backends that count their commits. */
  public static Version of(long number) {
    return new Version(Long.toString(number));
  }

  /** The form to keep and to send, for {@link #parse}. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && text.equals(version.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
