package io.holdall.storage.decorator.limits;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Value;

/** A number of entries and the bytes of their keys and values; negative for what goes away. */
record Size(long entries, long bytes) {
  static final Size NOTHING = new Size(0, 0);

  static Size of(Key key, Value value) {
    return new Size(1, key.encoded().length() + (long) value.length());
  }

  /** Of an entry whose value may not have been read; then the bytes are the key's alone. */
  static Size of(Entry entry) {
    return entry.hasValue()
        ? of(entry.key(), entry.value())
        : new Size(1, entry.key().encoded().length());
  }

  Size plus(Size other) {
    return new Size(entries + other.entries, bytes + other.bytes);
  }

  Size minus(Size other) {
    return new Size(entries - other.entries, bytes - other.bytes);
  }

  /** What is added, without what goes away. */
  Size growth() {
    return new Size(Math.max(0, entries), Math.max(0, bytes));
  }
}
