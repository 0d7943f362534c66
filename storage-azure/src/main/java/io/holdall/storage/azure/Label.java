package io.holdall.storage.azure;

import io.holdall.storage.Format;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a blob's metadata says of the value in it: which writing it comes from, its format, and a
 * checksum of the value's bytes and the format.
 *
 * @param nonce of the writing
 * @param format of the value
 * @param checksum eight hexadecimal digits
 */
record Label(String nonce, Format format, String checksum) {
  private static final String NONCE = "holdallnonce";
  private static final String FORMAT = "holdallformat";
  private static final String CHECKSUM = "holdallcrc32c";
  private static final Map<String, Format> FORMATS =
      Map.of("json", Format.JSON, "binary", Format.BINARY);

  static Label of(Value value, String nonce) {
    return new Label(nonce, value.format(), checksum(value));
  }

  /** The label in metadata, or empty if there is none or a damaged one. */
  static Optional<Label> in(Map<String, String> metadata) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER); // as headers are
    texts.putAll(metadata);
    String nonce = texts.getOrDefault(NONCE, "");
    Format format = FORMATS.get(texts.getOrDefault(FORMAT, ""));
    String checksum = texts.getOrDefault(CHECKSUM, "");
    return format == null || nonce.isEmpty() || checksum.isEmpty()
        ? Optional.empty()
        : Optional.of(new Label(nonce, format, checksum));
  }

  Map<String, String> metadata() {
    return Map.of(
        NONCE, nonce,
        FORMAT, format == Format.JSON ? "json" : "binary",
        CHECKSUM, checksum);
  }

  String contentType() {
    return format == Format.JSON ? "application/json" : "application/octet-stream";
  }

  /**
   * The value of which this is the label.
   *
   * @throws Corrupt if these bytes are not its own
   */
  Value value(byte[] bytes) {
    Value value = Value.owning(bytes, format);
    if (!checksum(value).equals(checksum)) {
      throw new Corrupt("The value is not what its checksum says");
    }
    return value;
  }

  private static String checksum(Value value) {
    CRC32C crc = new CRC32C();
    crc.update(value.format() == Format.JSON ? 'J' : 'B');
    crc.update(value.buffer());
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
