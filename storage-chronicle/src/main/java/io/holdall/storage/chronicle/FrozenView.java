package io.holdall.storage.chronicle;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.spi.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A snapshot: the live entries, seen through what commits have replaced since. Commits put that
 * here before they change anything, so a snapshot takes memory only for what changes while it is
 * open.
 */
final class FrozenView implements Snapshot {
  private final LiveEntries live;

  /** What the keys had that have been changed since. Guarded by the lock of the live entries. */
  private final NavigableMap<String, Optional<Entry>> replaced = new TreeMap<>();

  private volatile boolean released;

  FrozenView(LiveEntries live) {
    this.live = live;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return live.reading(
        () -> {
          requireUsable();
          List<Optional<Entry>> found = new ArrayList<>(keys.size());
          for (Key key : keys) {
            found.add(entry(key));
          }
          return found;
        });
  }

  private Optional<Entry> entry(Key key) {
    if (replaced.containsKey(key.encoded())) {
      return replaced.getOrDefault(key.encoded(), Optional.empty());
    }
    return live.index().contains(key.encoded()) ? Optional.of(live.present(key)) : Optional.empty();
  }

  @Override
  public Page scan(Scan scan) {
    return live.reading(
        () -> {
          requireUsable();
          return Pages.of(scan, live.index(), replaced, live::present);
        });
  }

  /** A commit is about to replace this entry. */
  void keep(Key key, Entry entry) {
    replaced.putIfAbsent(key.encoded(), Optional.of(entry));
  }

  /** A commit is about to give this key an entry. */
  void keepAbsent(Key key) {
    replaced.putIfAbsent(key.encoded(), Optional.empty());
  }

  NavigableMap<String, Optional<Entry>> replaced() {
    return replaced;
  }

  private void requireUsable() {
    if (released) {
      throw new Closed("The snapshot is closed");
    }
  }

  @Override
  public void close() {
    if (!released) {
      released = true;
      live.release(this);
    }
  }
}
