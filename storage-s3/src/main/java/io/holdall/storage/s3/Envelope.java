package io.holdall.storage.s3;

import io.holdall.storage.Format;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The body of an object: the value with a nonce before it, so that no two writings have the same
 * body, and with it the same ETag. A JSON value makes a JSON object that a person can read:
 *
 * <pre>
 * {"holdall":1,"nonce":"5Y0kBhJb2mXcQ1v7wq3E0A","crc32c":"89abcdef","value":{"role":"user"}}
 * </pre>
 *
 * <p>Others follow a line of the same make, with {@code "format":"binary"} in the place of the
 * value. The value's bytes stand there as they are. The checksum is theirs and the format's.
 */
final class Envelope {
  /** How many bytes are enough to read the nonce. */
  static final int HEAD_BYTES = 64;

  private static final byte[] BEFORE_NONCE = ascii("{\"holdall\":1,\"nonce\":\"");
  private static final byte[] BEFORE_CHECKSUM = ascii("\",\"crc32c\":\"");
  private static final byte[] BEFORE_JSON = ascii("\",\"value\":");
  private static final byte[] AFTER_JSON = ascii("}\n");
  private static final byte[] BEFORE_BINARY = ascii("\",\"format\":\"binary\"}\n");

  private static final int NONCE = BEFORE_NONCE.length;
  private static final int NONCE_LENGTH = 22;
  private static final int CHECKSUM = NONCE + NONCE_LENGTH + BEFORE_CHECKSUM.length;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int REST = CHECKSUM + CHECKSUM_LENGTH;

  private Envelope() {}

  /** The body for a value. */
  static byte[] wrap(Value value, String nonce) {
    boolean json = value.format() == Format.JSON;
    byte[] before = json ? BEFORE_JSON : BEFORE_BINARY;
    byte[] after = json ? AFTER_JSON : new byte[0];
    return ByteBuffer.allocate(REST + before.length + value.length() + after.length)
        .put(BEFORE_NONCE)
        .put(ascii(nonce))
        .put(BEFORE_CHECKSUM)
        .put(ascii(checksum(value.buffer(), value.format())))
        .put(before)
        .put(value.buffer())
        .put(after)
        .array();
  }

  /**
   * The value in a body.
   *
   * @throws Corrupt if this is no such body, or a damaged one; the attribute {@code offset} says
   *     where
   */
  static Value unwrap(byte[] body) {
    if (nonce(body).isEmpty() || !has(body, NONCE + NONCE_LENGTH, BEFORE_CHECKSUM)) {
      throw damaged("The object does not begin as this store writes them", 0);
    }
    if (has(body, REST, BEFORE_BINARY)) {
      int start = REST + BEFORE_BINARY.length;
      return checked(body, Arrays.copyOfRange(body, start, body.length), Format.BINARY, start);
    }
    int end = body.length - AFTER_JSON.length;
    int start = REST + BEFORE_JSON.length;
    if (end < start || !has(body, REST, BEFORE_JSON) || !has(body, end, AFTER_JSON)) {
      throw damaged("The object is cut off or was changed", REST);
    }
    return checked(body, Arrays.copyOfRange(body, start, end), Format.JSON, start);
  }

  /** The nonce in the beginning of a body, or empty if it is no such body. */
  static Optional<String> nonce(byte[] head) {
    if (head.length < NONCE + NONCE_LENGTH || !has(head, 0, BEFORE_NONCE)) {
      return Optional.empty();
    }
    return Optional.of(new String(head, NONCE, NONCE_LENGTH, StandardCharsets.ISO_8859_1));
  }

  private static Value checked(byte[] body, byte[] bytes, Format format, int start) {
    byte[] written = Arrays.copyOfRange(body, CHECKSUM, REST);
    if (!Arrays.equals(written, ascii(checksum(ByteBuffer.wrap(bytes), format)))) {
      throw damaged("The value is not what its checksum says", start);
    }
    return Value.owning(bytes, format);
  }

  private static String checksum(ByteBuffer bytes, Format format) {
    CRC32C crc = new CRC32C();
    crc.update(format == Format.JSON ? 'J' : 'B');
    crc.update(bytes);
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static boolean has(byte[] body, int at, byte[] part) {
    return body.length >= at + part.length
        && Arrays.equals(body, at, at + part.length, part, 0, part.length);
  }

  private static Corrupt damaged(String text, int offset) {
    Corrupt damage = new Corrupt(text);
    damage.with("offset", offset);
    return damage;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
