package io.holdall.storage.sqlite;

/** Whether bytes can be stored as SQLite text and come back unchanged. */
final class JsonText {
  private JsonText() {}

  /** Whether this is strict UTF-8 without NUL, at which many SQLite tools would end the text. */
  static boolean isPlain(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int lead = bytes[i];
      if (lead > 0) {
        i++;
        continue;
      }
      int length = sequence(lead & 0xFF);
      if (length == 0 || i + length > bytes.length || !isWhole(bytes, i, length)) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** How many bytes a sequence with this first byte has; 0 for one that begins none, and NUL. */
  private static int sequence(int lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
      return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  }

  private static boolean isWhole(byte[] bytes, int at, int length) {
    int point = bytes[at] & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      int next = bytes[at + i];
      if ((next & 0xC0) != 0x80) {
        return false;
      }
      point = (point << 6) | (next & 0x3F);
    }
    return switch (length) {
      case 3 -> point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
      case 4 -> point >= 0x10000 && point <= 0x10FFFF;
      default -> true;
    };
  }
}
