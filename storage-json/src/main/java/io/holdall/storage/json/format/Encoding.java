package io.holdall.storage.json.format;

import io.holdall.storage.Format;

/** How a value stands in a line. The codes are stored in checkpoints: never change one. */
@SuppressWarnings("ImmutableEnumChecker") // arrays that never leave this package
public enum Encoding {
  /** A JSON value that is well-formed and has no line break: as it is. */
  JSON(0, "json", Format.JSON, false),
  /** Any other JSON value that is UTF-8: as a JSON string. */
  JSON_TEXT(1, "jsonText", Format.JSON, true),
  /** A JSON value that is not UTF-8, or too long as a string: as base64. */
  JSON_BASE64(2, "jsonBase64", Format.JSON, true),
  /** A binary value that is UTF-8: as a JSON string. */
  TEXT(3, "text", Format.BINARY, true),
  /** A binary value that is not UTF-8, or too long as a string: as base64. */
  BASE64(4, "base64", Format.BINARY, true);

  private static final Encoding[] ALL = values();

  private final int code;
  private final byte[] before;
  private final byte[] after;
  private final Format format;

  Encoding(int code, String field, Format format, boolean quoted) {
    this.code = code;
    this.before = Ascii.bytes(",\"" + field + (quoted ? "\":\"" : "\":"));
    this.after = Ascii.bytes(quoted ? "\"}" : "}");
    this.format = format;
  }

  /** The encoding with this code, which must be one. */
  public static Encoding of(int code) {
    return ALL[code];
  }

  /** Its number in packed forms: from 0, without gaps. */
  public int code() {
    return code;
  }

  /** How many there are. */
  public static int count() {
    return ALL.length;
  }

  /** The format of the value. */
  public Format format() {
    return format;
  }

  /** What stands in the line between the size and the value. */
  byte[] before() {
    return before;
  }

  /** What stands between the value and the next operation. */
  byte[] after() {
    return after;
  }
}
