package io.holdall.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The name of an entry: a path of one or more segments, of which the first is the collection.
 *
 * <pre>{@code
 * Key session = Key.of("conversations", "session_1");
 * Key message = session.child("messages").child(42);
 * message.encoded();   // conversations/session_1/messages/000000000042
 * }</pre>
 *
 * <p>A segment is any non-empty Unicode string without unpaired surrogates. Nothing is trimmed,
 * folded or normalised: {@code "a"}, {@code "A"} and {@code "a "} are three keys.
 *
 * <p>The <em>encoded form</em> is ASCII: the segments joined by {@code /}, every UTF-8 byte outside
 * {@code A-Z a-z 0-9 - _ . ~ @ = + ,} written as {@code %XX} with upper-case hexadecimal digits,
 * and the segments {@code .} and {@code ..} escaped whole. One key has one encoding and one
 * encoding one key. It is at most {@value #MAX_ENCODED_BYTES} bytes long.
 *
 * <p>Keys are ordered by the bytes of the encoded form, on every backend.
 */
public final class Key implements Comparable<Key> {
  /** The longest encoded form, in bytes. */
  public static final int MAX_ENCODED_BYTES = 900;

  /**
   * Collections whose name starts so belong to the framework; {@link Storage} does not write them.
   */
  public static final String RESERVED_PREFIX = "_holdall";

  private final String encoded;

  private Key(String encoded) {
    this.encoded = encoded;
  }

  /**
   * The key with these segments.
   *
   * @throws StorageException.InvalidArgument if a segment is empty or has an unpaired surrogate, or
   *     the encoded form is longer than {@value #MAX_ENCODED_BYTES} bytes
   */
  public static Key of(String collection, String... more) {
    StringBuilder out = new StringBuilder(64);
    KeyEncoding.appendSegment(out, collection);
    for (String segment : more) {
      out.append('/');
      KeyEncoding.appendSegment(out, segment);
    }
    return checkedLength(out);
  }

  /**
   * The key whose encoded form this is, the inverse of {@link #encoded()}.
   *
   * @throws StorageException.InvalidArgument if this is not the canonical encoding of a key: an
   *     empty segment, a character that should have been escaped, an escape that should not have
   *     been, a lower-case escape, bytes that are not UTF-8, or more than {@value
   *     #MAX_ENCODED_BYTES} bytes
   */
  public static Key parse(String encoded) {
    if (encoded.length() > MAX_ENCODED_BYTES) {
      throw tooLong(encoded.length());
    }
    KeyEncoding.requireCanonical(encoded);
    return new Key(encoded);
  }

  /** This key with one more segment. */
  public Key child(String segment) {
    StringBuilder out = new StringBuilder(encoded.length() + segment.length() + 8);
    out.append(encoded).append('/');
    KeyEncoding.appendSegment(out, segment);
    return checkedLength(out);
  }

  /**
   * This key with a non-negative number as one more segment, written so that the order of keys is
   * the order of numbers: zero-padded to 12 digits, from 10<sup>12</sup> on as {@code ~} followed
   * by 19 digits. {@link #number()} reads it back.
   *
   * @throws StorageException.InvalidArgument if the number is negative
   */
  public Key child(long number) {
    if (number < 0) {
      throw new StorageException.InvalidArgument(
          "A number in a key must not be negative, for its order would be lost");
    }
    return checkedLength(
        new StringBuilder(encoded.length() + 21)
            .append(encoded)
            .append('/')
            .append(KeyEncoding.number(number)));
  }

  /** The segments, unescaped, the collection first. */
  public List<String> segments() {
    List<String> segments = new ArrayList<>();
    int start = 0;
    for (int slash = encoded.indexOf('/'); slash >= 0; slash = encoded.indexOf('/', start)) {
      segments.add(KeyEncoding.decodeSegment(encoded.substring(start, slash)));
      start = slash + 1;
    }
    segments.add(KeyEncoding.decodeSegment(encoded.substring(start)));
    return List.copyOf(segments);
  }

  /** The first segment, unescaped. */
  public String collection() {
    int slash = encoded.indexOf('/');
    return KeyEncoding.decodeSegment(slash < 0 ? encoded : encoded.substring(0, slash));
  }

  /** The last segment, unescaped. */
  public String name() {
    return KeyEncoding.decodeSegment(encoded.substring(encoded.lastIndexOf('/') + 1));
  }

  /** The last segment as the number that {@link #child(long)} wrote there, or empty. */
  public OptionalLong number() {
    return KeyEncoding.parseNumber(encoded.substring(encoded.lastIndexOf('/') + 1));
  }

  /** This key without its last segment; empty for a key of one segment. */
  public Optional<Key> parent() {
    int slash = encoded.lastIndexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(new Key(encoded.substring(0, slash)));
  }

  /** Whether this key begins with all segments of the other and has at least one more. */
  public boolean isUnder(Key ancestor) {
    return encoded.length() > ancestor.encoded.length()
        && encoded.charAt(ancestor.encoded.length()) == '/'
        && encoded.startsWith(ancestor.encoded);
  }

  /** Whether the key lies in a collection that belongs to the framework. */
  public boolean isReserved() {
    return encoded.startsWith(RESERVED_PREFIX);
  }

  /** The canonical ASCII form, which {@link #parse} reads. */
  public String encoded() {
    return encoded;
  }

  /** By the bytes of the encoded form. */
  @Override
  public int compareTo(Key other) {
    return encoded.compareTo(other.encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && encoded.equals(key.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  /** The encoded form. */
  @Override
  public String toString() {
    return encoded;
  }

  private static Key checkedLength(StringBuilder encoded) {
    if (encoded.length() > MAX_ENCODED_BYTES) {
      throw tooLong(encoded.length());
    }
    return new Key(encoded.toString());
  }

  private static StorageException tooLong(int length) {
    return new StorageException.InvalidArgument("A key is longer than the limit when encoded")
        .with("bytes", length)
        .with("limit", MAX_ENCODED_BYTES);
  }
}
