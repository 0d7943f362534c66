package io.holdall.storage.chronicle.log;

import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.Version;

/**
 * Where an entry stands in a log.
 *
 * @param file the file
 * @param version the entry's version
 * @param format the value's format
 * @param at where the value begins
 * @param length the value's length
 */
public record LogPosition(LogFile file, long version, Format format, int at, int length) {
  /** The value, read from the file. */
  public Value value() {
    return file.value(format, at, length);
  }

  /** The entry, read from the file. */
  public Entry entry(Key key) {
    return Entry.of(key, value(), Version.of(version));
  }
}
