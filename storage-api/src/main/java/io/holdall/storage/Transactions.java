package io.holdall.storage;

import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Unsupported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Optimistic transactions: run the body, commit its writes with checks of all it read, or again.
 */
final class Transactions {
  static final int ATTEMPTS = 100;

  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  private Transactions() {}

  static <T> T run(Storage storage, Function<Transaction, T> body) {
    for (int attempt = 1; ; attempt++) {
      Attempt run = new Attempt(storage);
      T result;
      try {
        result = body.apply(run);
      } finally {
        run.end();
      }
      WriteBatch batch = run.batch();
      try {
        if (!batch.isEmpty()) {
          storage.commit(batch);
        }
        return result;
      } catch (Conflict e) {
        if (attempt == ATTEMPTS) {
          throw e.with("attempts", attempt);
        }
      }
      pause(attempt);
    }
  }

  /** A random pause, longer on average with each attempt; none for an interrupted thread. */
  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempt, 20));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
  }

  private static final class Attempt implements Transaction {
    private final Storage storage;
    private final Map<Key, Optional<Entry>> read = new LinkedHashMap<>();
    private final List<WriteBatch.RangeCheck> ranges = new ArrayList<>();
    private final NavigableMap<Key, Optional<Value>> written = new TreeMap<>();
    private boolean finished;

    Attempt(Storage storage) {
      this.storage = storage;
    }

    @Override
    public Optional<Value> get(Key key) {
      requireRunning();
      Optional<Value> own = written.get(key);
      if (own != null) {
        return own;
      }
      return read.computeIfAbsent(key, storage::get).map(Entry::value);
    }

    @Override
    public NavigableMap<Key, Value> range(KeyRange range) {
      requireRunning();
      if (!storage.capabilities().rangeChecks()) {
        throw storage.attributed(
            new Unsupported("This store cannot check that a range is unchanged"), "transact");
      }
      NavigableMap<Key, Version> versions = new TreeMap<>();
      NavigableMap<Key, Value> values = new TreeMap<>();
      storage.stream(Scan.over(range))
          .forEach(
              entry -> {
                versions.put(entry.key(), entry.version());
                values.put(entry.key(), entry.value());
              });
      ranges.add(new WriteBatch.RangeCheck(range, versions));
      written.forEach(
          (key, own) -> {
            if (range.contains(key)) {
              own.ifPresentOrElse(value -> values.put(key, value), () -> values.remove(key));
            }
          });
      return values;
    }

    @Override
    public void put(Key key, Value value) {
      requireRunning();
      written.put(key, Optional.of(value));
    }

    @Override
    public void delete(Key key) {
      requireRunning();
      written.put(key, Optional.empty());
    }

    /** From now on nobody may use it, whether the body returned or threw. */
    void end() {
      finished = true;
    }

    /** The writes, each provided that the key is as it was read, and checks of all else read. */
    WriteBatch batch() {
      WriteBatch.Builder batch = WriteBatch.builder();
      written.forEach(
          (key, own) ->
              own.ifPresentOrElse(
                  value -> batch.put(key, value, asRead(key)),
                  () -> batch.delete(key, asRead(key))));
      for (Key key : read.keySet()) {
        if (!written.containsKey(key)) {
          batch.check(key, asRead(key));
        }
      }
      ranges.forEach(check -> batch.checkRange(check.range(), check.expected()));
      return batch.build();
    }

    private Condition asRead(Key key) {
      Optional<Entry> seen = read.get(key);
      if (seen == null) {
        return Condition.any();
      }
      return seen.map(entry -> Condition.version(entry.version())).orElse(Condition.absent());
    }

    private void requireRunning() {
      if (finished) {
        throw new StorageException.InvalidArgument(
            "A transaction is used after its body has ended");
      }
    }
  }
}
