package io.holdall.models.conversations;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store that remembers its state after each commit, so that a test can read a session {@code s}
 * as if each request of a reader had come at a moment of its choice.
 */
final class History implements StorageBackend {
  static final Key HEADER = new ConversationKeys("conversations").header("s");

  private final StorageBackend backend;
  private final List<NavigableMap<Key, Entry>> states = new ArrayList<>();
  private Runnable afterCommit = () -> {};

  History(StorageBackend backend) {
    this.backend = backend;
    states.add(new TreeMap<>());
  }

  /** The number of the state that is there now; the first one, without entries, is 0. */
  int now() {
    return states.size() - 1;
  }

  /** Has something done after each commit. */
  void afterCommit(Runnable work) {
    afterCommit = work;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    CommitResult result = backend.commit(batch);
    NavigableMap<Key, Entry> state = new TreeMap<>();
    backend.scan(Scan.all().limit(10_000)).entries().forEach(e -> state.put(e.key(), e));
    states.add(state);
    afterCommit.run();
    return result;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return backend.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return backend.scan(scan);
  }

  @Override
  public Capabilities capabilities() {
    return backend.capabilities();
  }

  @Override
  public Snapshot snapshot() {
    return backend.snapshot();
  }

  @Override
  public StorageStats stats() {
    return backend.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void close() {
    backend.close();
  }

  /**
   * When the requests of a reader come, as numbers of states. The first values of a page are read
   * at one moment and those behind at another, as several are read at once in no order.
   *
   * @param header when it is read first
   * @param listing when the names of the first page are listed
   * @param values when the first of its values are read
   * @param others when the others are read
   * @param first how many are the first
   */
  record Moments(int header, int listing, int values, int others, int first) {
    static Moments all(int state) {
      return new Moments(state, state, state, state, 0);
    }

    int begin() {
      return Math.min(header, listing);
    }

    int end() {
      return Math.max(Math.max(header, listing), Math.max(values, others));
    }
  }

  /** The store as a reader sees it whose first requests come then, and all others behind them. */
  StorageBackend at(Moments moments) {
    return new Past(moments);
  }

  /** Reads what was. */
  private final class Past implements StorageBackend {
    private final Moments moments;
    private final AtomicBoolean headers = new AtomicBoolean();
    private final AtomicBoolean pages = new AtomicBoolean();

    Past(Moments moments) {
      this.moments = moments;
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      boolean first = keys.contains(HEADER) && !headers.getAndSet(true);
      Map<Key, Entry> state = states.get(first ? moments.header() : moments.end());
      return keys.stream().map(key -> Optional.ofNullable(state.get(key))).toList();
    }

    @Override
    public Page scan(Scan scan) {
      boolean first = !scan.isKeysOnly() && !pages.getAndSet(true);
      Moments then = first ? moments : Moments.all(moments.end());
      NavigableMap<Key, Entry> listed = states.get(then.listing());
      List<Key> keys =
          (scan.isReverse() ? listed.descendingKeySet() : listed.navigableKeySet())
              .stream().filter(scan.range()::contains).toList();
      List<Key> named = keys.subList(0, Math.min(scan.limit(), keys.size()));
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < named.size(); i++) {
        Entry entry =
            states.get(i < then.first() ? then.values() : then.others()).get(named.get(i));
        if (entry != null) { // else it has been removed since
          entries.add(entry);
        }
      }
      return new Page(entries, !entries.isEmpty() && named.size() < keys.size());
    }

    @Override
    public CommitResult commit(WriteBatch batch) {
      throw new IllegalStateException("A reader writes");
    }

    @Override
    public Capabilities capabilities() {
      return backend.capabilities();
    }

    @Override
    public Snapshot snapshot() {
      throw new IllegalStateException("There are no snapshots");
    }

    @Override
    public StorageStats stats() {
      return backend.stats();
    }

    @Override
    public <T> Optional<T> extension(Class<T> type) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
