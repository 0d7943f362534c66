package io.holdall.storage;

/**
 * A half-open range of keys: every key whose encoded form is at least {@code from} and less than
 * {@code to}, compared byte by byte.
 *
 * <p>The bounds are strings, not keys, because the end of "everything under {@code foo}" is not a
 * key. Backends compare them with encoded keys and need no case distinction: there is always a
 * lower and an upper bound.
 *
 * @param from the lower bound, inclusive; empty for the beginning
 * @param to the upper bound, exclusive; {@link #END} for the end
 */
public record KeyRange(String from, String to) {
  /** An upper bound that lies after every key. */
  public static final String END = "\u007f";

  private static final KeyRange ALL = new KeyRange("", END);

  /** Sorts before every character of an encoded key, so {@code key + STOP} follows key at once. */
  private static final String STOP = "!";

  /** Every key. */
  public static KeyRange all() {
    return ALL;
  }

  /** Every key under this one, by segments; neither the key itself nor {@code foobar} for foo. */
  public static KeyRange under(Key ancestor) {
    return new KeyRange(ancestor.encoded() + '/', ancestor.encoded() + '0');
  }

  /** The keys from one inclusive to another exclusive. */
  public static KeyRange between(Key from, Key to) {
    return new KeyRange(from.encoded(), to.encoded());
  }

  /** The part of this range that follows the key. */
  public KeyRange after(Key key) {
    String bound = key.encoded() + STOP;
    return bound.compareTo(from) > 0 ? new KeyRange(bound, to) : this;
  }

  /** The part of this range that precedes the key. */
  public KeyRange before(Key key) {
    return key.encoded().compareTo(to) < 0 ? new KeyRange(from, key.encoded()) : this;
  }

  /** Whether the key lies in the range. */
  public boolean contains(Key key) {
    return from.compareTo(key.encoded()) <= 0 && key.encoded().compareTo(to) < 0;
  }

  /** Whether no key can lie in the range. */
  public boolean isEmpty() {
    return from.compareTo(to) >= 0;
  }
}
