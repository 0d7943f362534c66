package io.holdall.storage.json.index;

import org.jspecify.annotations.Nullable;

/** What an {@link Index} and one in the making have in common. */
public sealed interface Lookup permits Index, IndexEdit {
  /** The slot of a key, or null. */
  @Nullable Slot get(byte[] key);

  /** The entries from one key inclusive to another exclusive, in order or in reverse. */
  Cursor scan(byte[] from, byte[] to, boolean reverse);

  /** The number of entries. */
  long size();
}
