package io.holdall.storage.spi.objects;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store on a service of objects, an object an entry. One entry changes at a time; conditions are
 * the service's own. What it costs in requests, when nothing fails:
 *
 * <ul>
 *   <li>a put, a delete, a check, an entry read: one each;
 *   <li>a page of a scan: one listing for 1,000 names, and one request for each value;
 *   <li>a page of a reverse scan: the names of the whole range, 1,000 a request, and the values;
 *   <li>the statistics: the names of the whole store, 1,000 a request.
 * </ul>
 */
public final class ObjectBackend implements StorageBackend {
  private final ObjectService service;
  private final Capabilities capabilities;
  private final ObjectNames names;
  private final RetryTimes times;
  private final Requests requests;
  private final ObjectWrites writes;
  private final ObjectScans scans;

  private ObjectBackend(ObjectService service, Options options) {
    this.service = service;
    this.capabilities = options.capabilities;
    this.names = new ObjectNames(options.prefix);
    this.times = options.times;
    this.requests =
        new Requests(options.capabilities.backend(), options.concurrency, service::abandon);
    this.writes = new ObjectWrites(service, names, times);
    this.scans = new ObjectScans(names, new Reads());
  }

  /**
   * How to use a service.
   *
   * @param capabilities of {@link Atomicity#ENTRY}; without conditions the service is not tried for
   *     them
   * @param prefix what the names of all objects of this store begin with; may be empty
   * @param concurrency how many requests are under way at once, for all callers together
   * @param times how long failed requests are repeated
   */
  public record Options(
      Capabilities capabilities, String prefix, int concurrency, RetryTimes times) {
    /**
     * @throws IllegalArgumentException if more than single entries are claimed
     */
    public Options {
      if (capabilities.atomicity() != Atomicity.ENTRY || capabilities.rangeChecks()) {
        throw new IllegalArgumentException("Objects change one at a time");
      }
    }
  }

  /**
   * Opens a store, and makes it if there is none and it may be written. Tries whether the service
   * keeps conditions, if they are claimed and the store may be written. The service is closed with
   * the store, and if opening fails.
   *
   * @throws io.holdall.storage.StorageException.Configuration if conditions are claimed that the
   *     service does not keep
   * @throws io.holdall.storage.StorageException.Unavailable if the service cannot be reached, or
   *     there is no store and none may be made; then the reason is {@code not-found}
   * @throws io.holdall.storage.StorageException.Corrupt if what is there is not such a store
   */
  public static ObjectBackend open(ObjectService service, Options options) {
    ObjectBackend backend = new ObjectBackend(service, options);
    try {
      backend.prepare();
      return backend;
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    List<Key> distinct = List.copyOf(new LinkedHashSet<>(keys));
    List<Optional<Entry>> found = requests.readAll(distinct.stream().map(this::reading).toList());
    if (distinct.size() == keys.size()) {
      return found;
    }
    Map<Key, Optional<Entry>> byKey = new HashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      byKey.put(distinct.get(i), found.get(i));
    }
    return keys.stream().map(key -> byKey.getOrDefault(key, Optional.empty())).toList();
  }

  @Override
  public Page scan(Scan scan) {
    return scans.page(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    if (batch.isEmpty()) {
      requests.requireOpen();
      return new CommitResult(Map.of());
    }
    Operation only = batch.operations().get(0); // no more, by the capabilities
    if (only instanceof Put put) {
      return new CommitResult(
          Map.of(
              put.key(),
              requests.write(job -> writes.put(job, put.key(), put.value(), put.condition()))));
    }
    requests.write(job -> deletedOrChecked(job, only));
    return new CommitResult(Map.of());
  }

  @Override
  public Snapshot snapshot() {
    requests.requireOpen();
    throw new Unsupported("A store of objects has no snapshots");
  }

  @Override
  public StorageStats stats() {
    ObjectScans.Totals totals = scans.totals();
    return new StorageStats(
        OptionalLong.of(totals.entries()), OptionalLong.of(totals.bytes()), Map.of());
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void close() {
    requests.close();
    service.close();
  }

  private void prepare() {
    requests.read(
        job -> {
          Attempts attempts = new Attempts(times, job);
          attempts.read(this::prepared);
          new StoreMarker(service, names).require(attempts, capabilities.readOnly());
          return true;
        });
    if (capabilities.conditions() && !capabilities.readOnly()) {
      new ConditionProbe(service, requests, times, names).require();
    }
  }

  private boolean prepared() throws ObjectFailure {
    service.prepare();
    return true;
  }

  private Job.Work<Optional<Entry>> reading(Key key) {
    return job ->
        new Attempts(times, job)
            .read(() -> service.read(names.of(key)))
            .map(object -> Entry.of(key, object.value(), object.version()));
  }

  private boolean deletedOrChecked(Job<?> job, Operation operation) {
    if (operation instanceof Delete delete) {
      writes.delete(job, delete.key(), delete.condition());
    } else if (operation instanceof Check check) {
      writes.check(job, check.key(), check.condition());
    }
    return true;
  }

  /** What scans read goes the same way as everything else. */
  private final class Reads implements ObjectScans.Reads {
    @Override
    public ObjectListing list(String prefix, String after, int limit) {
      return requests.read(
          job -> new Attempts(times, job).read(() -> service.list(prefix, after, limit)));
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys, long room) {
      AtomicLong left = new AtomicLong(room);
      Key first = keys.get(0);
      return requests
          .readAll(keys.stream().map(key -> readingIfRoom(key, key.equals(first), left)).toList())
          .stream()
          .takeWhile(Answer::asked)
          .map(Answer::entry)
          .toList();
    }

    private Job.Work<Answer> readingIfRoom(Key key, boolean anyway, AtomicLong left) {
      return job -> {
        if (!anyway && left.get() < 0) {
          return new Answer(false, Optional.empty());
        }
        Optional<Entry> entry = reading(key).run(job);
        entry.ifPresent(found -> left.addAndGet(-found.value().length()));
        return new Answer(true, entry);
      };
    }
  }

  /** What a key has, if it was asked for. */
  private record Answer(boolean asked, Optional<Entry> entry) {}
}
