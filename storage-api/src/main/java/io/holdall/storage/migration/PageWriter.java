package io.holdall.storage.migration;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.migration.Checkpoint.Position;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.List;
import java.util.Optional;

/**
 * Writes pages of the source's entries to the target, in batches that the target takes, each with
 * the checkpoint where that is possible. Works on the backend itself, for the checkpoint lies in a
 * collection that the front does not write.
 */
final class PageWriter {
  /** How often the target's entries are read again after somebody else has changed them. */
  private static final int ATTEMPTS = 10;

  private final Storage target;
  private final Capabilities limits;
  private final ConflictPolicy policy;
  private final Checkpoint checkpoint;

  private long copied;
  private long copiedBytes;
  private long alreadyThere;
  private long skipped;
  private long done;

  PageWriter(Storage target, ConflictPolicy policy, Checkpoint checkpoint) {
    this.target = target;
    this.limits = target.capabilities();
    this.policy = policy;
    this.checkpoint = checkpoint;
  }

  /** Counts what an earlier run has done, for the checkpoints of this one. */
  void startAt(long entries) {
    done = entries;
  }

  /** Writes what of the page is not in the target yet. */
  void write(List<Entry> page) {
    List<Optional<Entry>> present = target.get(keys(page));
    long before = copied;
    for (int from = 0; from < page.size(); ) {
      int to = batchEnd(page, from);
      write(page.subList(from, to), present.subList(from, to));
      from = to;
    }
    if (copied > before && !checkpoint.joinsBatches()) {
      checkpoint.save(new Position(page.get(page.size() - 1).key(), done));
    }
  }

  /** As many entries as one batch takes, the checkpoint included, and at least one. */
  private int batchEnd(List<Entry> page, int from) {
    if (limits.atomicity() == Atomicity.ENTRY) {
      return from + 1;
    }
    int operations = limits.maxBatchOperations() - (checkpoint.joinsBatches() ? 1 : 0);
    long bytes = limits.maxBatchBytes() - Checkpoint.reservedBytes();
    int to = from;
    while (to < page.size() && to - from < operations) {
      bytes -= size(page.get(to));
      if (bytes < 0 && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  /** The entries of one batch, once more if somebody else changes the target meanwhile. */
  private void write(List<Entry> entries, List<Optional<Entry>> first) {
    List<Optional<Entry>> present = first;
    for (int attempt = 1; ; attempt++) {
      Step step = new Step(entries, present);
      try {
        step.commit();
        return;
      } catch (StorageException e) {
        boolean lookAgain = e instanceof Conflict || e instanceof OutcomeUnknown;
        if (!lookAgain || attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw entries.size() == 1 ? e.with("key", entries.get(0).key()) : e;
        }
      }
      present = target.get(keys(entries));
    }
  }

  private Condition ifStill(Condition condition) {
    return limits.conditions() ? condition : Condition.any();
  }

  /**
   * @throws LimitExceeded if the target does not take the entry
   */
  static void requireFits(Entry entry, Capabilities limits) {
    int keyBytes = entry.key().encoded().length();
    if (keyBytes > limits.maxKeyBytes()) {
      throw new LimitExceeded("A key is longer than the target takes")
          .with("key", entry.key())
          .with("bytes", keyBytes)
          .with("limit", limits.maxKeyBytes());
    }
    long largest = Math.min(limits.maxValueBytes(), limits.maxBatchBytes() - keyBytes);
    if (entry.hasValue() && entry.value().length() > largest) {
      throw new LimitExceeded("A value is larger than the target takes")
          .with("key", entry.key())
          .with("bytes", entry.value().length())
          .with("limit", largest);
    }
  }

  long copied() {
    return copied;
  }

  long copiedBytes() {
    return copiedBytes;
  }

  long alreadyThere() {
    return alreadyThere;
  }

  long skipped() {
    return skipped;
  }

  private static long size(Entry entry) {
    return entry.key().encoded().length() + (long) entry.value().length();
  }

  private static List<Key> keys(List<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }

  /** One attempt to write one batch; counted only when it has succeeded. */
  private final class Step {
    private final List<Entry> entries;
    private final WriteBatch.Builder batch = WriteBatch.builder();
    private long bytes;
    private long same;
    private long left;

    Step(List<Entry> entries, List<Optional<Entry>> present) {
      this.entries = entries;
      for (int i = 0; i < entries.size(); i++) {
        add(entries.get(i), present.get(i));
      }
    }

    private void add(Entry entry, Optional<Entry> present) {
      if (present.isEmpty()) {
        put(entry, Condition.absent());
      } else if (present.get().value().equals(entry.value())) {
        same++;
      } else {
        switch (policy) {
          case FAIL ->
              throw new Conflict("The target has a different entry here", List.of(entry.key()));
          case SKIP -> left++;
          case OVERWRITE -> put(entry, Condition.version(present.get().version()));
        }
      }
    }

    private void put(Entry entry, Condition condition) {
      requireFits(entry, limits);
      batch.put(entry.key(), entry.value(), ifStill(condition));
      bytes += entry.value().length();
    }

    void commit() {
      int puts = batch.size();
      long doneThen = done + entries.size();
      if (puts > 0) {
        WriteBatch alone = batch.build();
        boolean joined =
            checkpoint.joinsBatches()
                && alone.sizeBytes() + Checkpoint.reservedBytes() <= limits.maxBatchBytes();
        Position position = new Position(entries.get(entries.size() - 1).key(), doneThen);
        target.backend().commit(joined ? batch.add(checkpoint.record(position)).build() : alone);
      }
      done = doneThen;
      copied += puts;
      copiedBytes += bytes;
      alreadyThere += same;
      skipped += left;
    }
  }
}
