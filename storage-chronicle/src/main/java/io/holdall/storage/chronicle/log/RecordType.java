package io.holdall.storage.chronicle.log;

import org.jspecify.annotations.Nullable;

/** What a record of a log says. */
enum RecordType {
  /** The puts and deletes of one commit. */
  COMMIT(1),
  /** The commit with this number has not happened: there was no room for it. */
  VOID(2),
  /** Nothing follows in this file. */
  END(3),
  /** Entries with their versions, in a base. */
  ENTRIES(4);

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static @Nullable RecordType of(int code) {
    for (RecordType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
