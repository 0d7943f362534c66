package io.holdall.storage.decorator.access;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.RangeCheck;
import io.holdall.storage.decorator.access.JudgedOperation.Outcome;
import io.holdall.storage.decorator.access.Visibility.Stretch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A batch as far as it can be judged without looking into the store: what can be committed as it
 * is, what depends on entries that have to be looked at, and what has failed already.
 */
final class JudgedBatch {
  private final WriteBatch asked;
  private final JudgedOperation judgement;
  private final Visibility readable;

  private final List<Operation> settled = new ArrayList<>();
  private final List<RangeCheck> settledRanges = new ArrayList<>();
  private final List<Operation> open = new ArrayList<>();
  private final List<RangeCheck> openRanges = new ArrayList<>();
  private final Set<Key> failed = new LinkedHashSet<>();

  /**
   * Judges what can be judged.
   *
   * @throws io.holdall.storage.StorageException.AccessDenied if an operation is not allowed,
   *     whatever is stored
   */
  JudgedBatch(WriteBatch asked, JudgedOperation judgement, Visibility readable) {
    this.asked = asked;
    this.judgement = judgement;
    this.readable = readable;
    asked.operations().forEach(this::judge);
    asked.rangeChecks().forEach(this::judge);
  }

  private void judge(Operation operation) {
    switch (judgement.beforeLooking(operation)) {
      case AS_ASKED -> settled.add(operation);
      case LOOK -> open.add(operation);
      case HOLDS -> {}
      case FAILS -> failed.add(operation.key());
    }
  }

  /** Only where the caller can see something does a range have to be as the caller saw it. */
  private void judge(RangeCheck check) {
    NavigableMap<Key, Version> unseen = new TreeMap<>(check.expected());
    for (Stretch stretch : readable.within(check.range())) {
      NavigableMap<Key, Version> expected = new TreeMap<>(check.expected());
      expected.keySet().removeIf(key -> !stretch.range().contains(key));
      unseen.keySet().removeAll(expected.keySet());
      RangeCheck part = new RangeCheck(stretch.range(), expected);
      (stretch.whole() ? settledRanges : openRanges).add(part);
    }
    failed.addAll(unseen.keySet());
  }

  /** Whether nothing has failed and nothing has to be looked at. */
  boolean isSettled() {
    return open.isEmpty() && openRanges.isEmpty() && failed.isEmpty();
  }

  /** The keys to look at before the rest can be judged. */
  List<Key> keysToLookAt() {
    return open.stream().map(Operation::key).toList();
  }

  /** The ranges to look at before the rest can be judged. */
  List<KeyRange> rangesToLookAt() {
    return openRanges.stream().map(RangeCheck::range).toList();
  }

  /** What is left to be committed when nothing has to be looked at. */
  WriteBatch settled() {
    return batch(settled, settledRanges);
  }

  /** The conditions that do not depend on what is looked at, without the writes. */
  WriteBatch settledChecks() {
    List<Operation> checks = new ArrayList<>();
    settled.forEach(op -> checks.add(new WriteBatch.Check(op.key(), op.condition())));
    return batch(checks, settledRanges);
  }

  /** The keys in the order of the batch, and behind them those of ranges. */
  List<Key> ordered(Set<Key> keys) {
    Set<Key> ordered = new LinkedHashSet<>();
    asked.operations().stream().map(Operation::key).filter(keys::contains).forEach(ordered::add);
    ordered.addAll(keys);
    return List.copyOf(ordered);
  }

  /**
   * Judges the rest by what was seen. What comes of it holds for a store in which all that was
   * looked at is still as it was seen, and its conditions make sure of that.
   *
   * @param entries of {@link #keysToLookAt()}
   * @param ranges what there is in each of {@link #rangesToLookAt()}
   * @throws io.holdall.storage.StorageException.AccessDenied if an operation is not allowed
   */
  Judged judge(List<Optional<Entry>> entries, List<List<Entry>> ranges) {
    List<Operation> operations = new ArrayList<>(settled);
    Set<Key> conflicts = new LinkedHashSet<>(failed);
    for (int i = 0; i < open.size(); i++) {
      Outcome outcome = judgement.afterLooking(open.get(i), entries.get(i));
      outcome.operation().ifPresent(operations::add);
      if (outcome.operation().isEmpty()) {
        conflicts.add(open.get(i).key());
      }
    }
    List<RangeCheck> checks = new ArrayList<>(settledRanges);
    for (int i = 0; i < openRanges.size(); i++) {
      conflicts.addAll(differences(openRanges.get(i), ranges.get(i)));
      checks.add(asSeen(openRanges.get(i).range(), ranges.get(i)));
    }
    return new Judged(batch(operations, checks), conflicts);
  }

  /**
   * What came of judging.
   *
   * @param batch what to commit if there are no conflicts
   * @param conflicts the keys of conditions that did not hold, as far as they were looked at
   */
  record Judged(WriteBatch batch, Set<Key> conflicts) {}

  private Set<Key> differences(RangeCheck check, List<Entry> seen) {
    NavigableMap<Key, Version> missing = new TreeMap<>(check.expected());
    Set<Key> differences = new LinkedHashSet<>();
    for (Entry entry : seen) {
      if (readable.shows(entry) && !Objects.equals(missing.remove(entry.key()), entry.version())) {
        differences.add(entry.key());
      }
    }
    differences.addAll(missing.keySet());
    return differences;
  }

  /** That nothing has come or gone or become visible, hidden entries included. */
  private static RangeCheck asSeen(KeyRange range, List<Entry> seen) {
    NavigableMap<Key, Version> versions = new TreeMap<>();
    seen.forEach(entry -> versions.put(entry.key(), entry.version()));
    return new RangeCheck(range, versions);
  }

  private static WriteBatch batch(List<Operation> operations, List<RangeCheck> checks) {
    WriteBatch.Builder batch = WriteBatch.builder();
    operations.forEach(batch::add);
    checks.forEach(check -> batch.checkRange(check.range(), check.expected()));
    return batch.build();
  }

  /** A condition that holds as long as the key is as it was seen. */
  static Condition asSeen(Optional<Entry> entry) {
    return entry.map(e -> Condition.version(e.version())).orElse(Condition.absent());
  }
}
