package io.holdall.storage;

import io.holdall.storage.spi.StorageReader;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Everything that can be read, the same from a {@link Storage} as it is now and from a frozen
 * {@link StorageSnapshot}.
 */
public sealed class StorageView permits Storage, StorageSnapshot {
  private final StorageReader reader;
  private final String backend;

  StorageView(StorageReader reader, String backend) {
    this.reader = reader;
    this.backend = backend;
  }

  /** The entry of the key, or empty if there is none. */
  public final Optional<Entry> get(Key key) {
    try {
      return reader.get(List.of(key)).get(0);
    } catch (StorageException e) {
      throw attributed(e, "get").with("key", key);
    }
  }

  /** The entries of the keys, in their order, empty where there is none. */
  public final List<Optional<Entry>> get(List<Key> keys) {
    try {
      return reader.get(List.copyOf(keys));
    } catch (StorageException e) {
      throw attributed(e, "get");
    }
  }

  /** A page of entries; continue with {@code scan.after(page.next())}, or use {@link #stream}. */
  public final Page scan(Scan scan) {
    try {
      return reader.scan(scan);
    } catch (StorageException e) {
      throw attributed(e, "scan");
    }
  }

  /**
   * All entries of the scan, read page by page while the stream is consumed; the scan's limit is
   * the size of a page, not of the stream. What is committed meanwhile may or may not be seen; a
   * {@link StorageSnapshot} gives a frozen view. The stream holds nothing open and need not be
   * closed.
   */
  public final Stream<Entry> stream(Scan scan) {
    return StreamSupport.stream(new Pages(scan), false);
  }

  /** The keys of the scan, without reading values where the backend can avoid it. */
  public final Stream<Key> keys(Scan scan) {
    return stream(scan.keysOnly()).map(Entry::key);
  }

  /** How many entries the scan has in all its pages. */
  public final long count(Scan scan) {
    return keys(scan).count();
  }

  /** Adds to an error what this front knows of it. */
  final StorageException attributed(StorageException e, String operation) {
    return e.with("operation", operation).with("backend", backend);
  }

  private final class Pages extends Spliterators.AbstractSpliterator<Entry> {
    private final Scan scan;
    private Page page = new Page(List.of(), false);
    private int position;
    private boolean started;

    Pages(Scan scan) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
      this.scan = scan;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Entry> action) {
      if (position == page.entries().size() && !nextPage()) {
        return false;
      }
      action.accept(page.entries().get(position++));
      return true;
    }

    private boolean nextPage() {
      if (!started) {
        started = true;
        page = scan(scan);
      } else if (page.more()) {
        page = scan(scan.after(page.entries().get(page.entries().size() - 1).key()));
      } else {
        return false;
      }
      position = 0;
      return !page.entries().isEmpty();
    }
  }
}
