package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.testkit.ConditionTable.Asked;
import io.holdall.storage.testkit.Step.Change;
import io.holdall.storage.testkit.Step.Commit;
import io.holdall.storage.testkit.Step.Get;
import io.holdall.storage.testkit.Step.Reopen;
import io.holdall.storage.testkit.Step.ScanAll;
import io.holdall.storage.testkit.Step.TakeSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One history on a fresh store, beside a sorted map that says what must come out. */
final class HistoryRun {
  private final StoreUnderTest store;
  private final NavigableMap<Key, Entry> model = new TreeMap<>();

  /** Every version a key ever had, the latest last. */
  private final Map<Key, List<Version>> issued = new HashMap<>();

  private @Nullable StorageSnapshot snapshot;
  private Map<Key, Value> inSnapshot = Map.of();

  HistoryRun(StoreUnderTest store) {
    this.store = store;
  }

  void run(List<Step> history) {
    for (int i = 0; i < history.size(); i++) {
      try {
        take(history.get(i));
      } catch (AssertionError e) {
        throw new AssertionError(
            "in step %d, %s: %s".formatted(i + 1, history.get(i), e.getMessage()), e);
      }
    }
    compareSnapshot();
    Contents.assertHolds(store.storage(), values());
  }

  private void take(Step step) {
    if (step instanceof Commit commit) {
      commit(commit.changes());
    } else if (step instanceof Get get) {
      List<Optional<Entry>> expected =
          get.keys().stream().map(key -> Optional.ofNullable(model.get(key))).toList();
      Contents.showing(assertThat(store.storage().get(get.keys()))).isEqualTo(expected);
    } else if (step instanceof ScanAll scan) {
      scan(scan);
    } else if (step instanceof TakeSnapshot) {
      takeSnapshot();
    } else if (step instanceof Reopen) {
      reopen();
    }
  }

  private void commit(List<Change> asked) {
    List<Change> changes = possible(asked);
    WriteBatch.Builder batch = WriteBatch.builder();
    List<Key> conflicts = new ArrayList<>();
    for (Change change : changes) {
      Condition condition = condition(change);
      batch.add(
          switch (change.verb()) {
            case PUT -> new WriteBatch.Put(change.key(), change.value(), condition);
            case DELETE -> new WriteBatch.Delete(change.key(), condition);
            case CHECK -> new WriteBatch.Check(change.key(), condition);
          });
      Entry present = model.get(change.key());
      if (!condition.holds(present == null ? null : present.version())) {
        conflicts.add(change.key());
      }
    }
    if (conflicts.isEmpty()) {
      apply(changes, store.storage().commit(batch.build()));
    } else {
      ConditionContract.assertConflict(() -> store.storage().commit(batch.build()), conflicts);
    }
    List<Key> keys = changes.stream().map(Change::key).toList();
    take(new Get(keys));
  }

  /** Without what the store does not claim: a key twice, several operations, conditions. */
  private List<Change> possible(List<Change> changes) {
    Map<Key, Change> distinct = new LinkedHashMap<>();
    for (Change change : changes) {
      Asked asked = store.capabilities().conditions() ? change.asked() : Asked.ANY;
      distinct.putIfAbsent(
          change.key(), new Change(change.verb(), change.key(), change.value(), asked));
    }
    return distinct.values().stream()
        .limit(store.hasBatches() ? store.capabilities().maxBatchOperations() : 1)
        .toList();
  }

  private Condition condition(Change change) {
    List<Version> versions = issued.getOrDefault(change.key(), List.of());
    return switch (change.asked()) {
      case ANY -> Condition.any();
      case ABSENT -> Condition.absent();
      case CURRENT ->
          Optional.ofNullable(model.get(change.key()))
              .map(entry -> Condition.version(entry.version()))
              .orElse(Condition.absent());
      case STALE -> Condition.version(versions.isEmpty() ? Samples.neverIssued() : versions.get(0));
      case NEVER_ISSUED -> Condition.version(Samples.neverIssued());
    };
  }

  private void apply(List<Change> changes, CommitResult result) {
    HashSet<Key> put = new HashSet<>();
    for (Change change : changes) {
      switch (change.verb()) {
        case PUT -> {
          put.add(change.key());
          Version version = result.version(change.key());
          List<Version> before = issued.computeIfAbsent(change.key(), key -> new ArrayList<>());
          assertThat(before)
              .as("versions of %s issued before", change.key())
              .doesNotContain(version);
          before.add(version);
          model.put(change.key(), Entry.of(change.key(), change.value(), version));
        }
        case DELETE -> model.remove(change.key());
        case CHECK -> {}
      }
    }
    assertThat(result.versions().keySet()).as("keys that got a version").isEqualTo(put);
  }

  private void scan(ScanAll asked) {
    Scan scan = Scan.over(asked.range()).limit(asked.limit());
    scan = asked.reverse() ? scan.reversed() : scan;
    scan = asked.keysOnly() ? scan.keysOnly() : scan;
    scan = asked.after().isEmpty() ? scan : scan.after(asked.after().get(0));
    List<Entry> expected = expected(asked);
    List<Entry> found = new ArrayList<>();
    Page page = store.storage().scan(scan);
    found.addAll(page.entries());
    while (page.more()) {
      assertThat(page.entries()).as("a page that is not the last").hasSize(asked.limit());
      page = store.storage().scan(scan.after(page.next().orElseThrow()));
      found.addAll(page.entries());
      assertThat(found).as("entries of a scan that ends").hasSizeLessThanOrEqualTo(model.size());
      assertThat(page.entries()).as("a page that was promised").isNotEmpty();
    }
    Contents.showing(assertThat(found)).isEqualTo(expected);
  }

  private List<Entry> expected(ScanAll asked) {
    NavigableMap<Key, Entry> ordered = asked.reverse() ? model.descendingMap() : model;
    return ordered.values().stream()
        .filter(entry -> asked.range().contains(entry.key()))
        .filter(entry -> asked.after().stream().allMatch(after -> follows(entry, after, asked)))
        .map(entry -> asked.keysOnly() ? Entry.withoutValue(entry.key(), entry.version()) : entry)
        .toList();
  }

  private static boolean follows(Entry entry, Key after, ScanAll asked) {
    int order = entry.key().compareTo(after);
    return asked.reverse() ? order < 0 : order > 0;
  }

  private void takeSnapshot() {
    if (store.capabilities().snapshots()) {
      compareSnapshot();
      snapshot = store.storage().snapshot();
      inSnapshot = values();
    }
  }

  private void compareSnapshot() {
    if (snapshot != null) {
      Contents.assertHolds(snapshot, inSnapshot);
      snapshot.close();
      snapshot = null;
    }
  }

  private void reopen() {
    if (store.isPersistent()) {
      compareSnapshot();
      Contents.assertHolds(store.reopen(), values());
    }
  }

  private Map<Key, Value> values() {
    Map<Key, Value> values = new TreeMap<>();
    model.values().forEach(entry -> values.put(entry.key(), entry.value()));
    return values;
  }
}
