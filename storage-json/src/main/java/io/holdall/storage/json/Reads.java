package io.holdall.storage.json;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Version;
import io.holdall.storage.json.format.Ascii;
import io.holdall.storage.json.index.Cursor;
import io.holdall.storage.json.index.Slot;
import io.holdall.storage.json.log.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading entries from one state of the store. */
final class Reads {
  /** A page ends when its values have more bytes than this together. */
  private static final long PAGE_BYTES = 1L << 20;

  private Reads() {}

  static List<Optional<Entry>> get(View view, List<Key> keys) throws IOException {
    List<Optional<Entry>> entries = new ArrayList<>(keys.size());
    for (Key key : keys) {
      Slot slot = view.index().get(Ascii.bytes(key.encoded()));
      entries.add(slot == null ? Optional.empty() : Optional.of(entry(view, key, slot)));
    }
    return entries;
  }

  static Page scan(View view, Scan scan) throws IOException {
    KeyRange range = scan.range();
    List<Entry> entries = new ArrayList<>();
    if (range.isEmpty()) {
      return new Page(entries, false);
    }
    Cursor cursor =
        view.index().scan(Ascii.bytes(range.from()), Ascii.bytes(range.to()), scan.isReverse());
    long bytes = 0;
    while (cursor.next()) {
      if (entries.size() == scan.limit() || bytes > PAGE_BYTES) {
        return new Page(entries, true);
      }
      Key key = Key.parse(Ascii.text(cursor.key(), 0, cursor.key().length));
      Slot slot = cursor.slot();
      if (scan.isKeysOnly()) {
        entries.add(Entry.withoutValue(key, Version.of(slot.version())));
      } else {
        Entry entry = entry(view, key, slot);
        bytes += entry.value().length();
        entries.add(entry);
      }
    }
    return new Page(entries, false);
  }

  private static Entry entry(View view, Key key, Slot slot) throws IOException {
    return Entry.of(key, view.segments().of(slot).read(slot), Version.of(slot.version()));
  }
}
