package io.holdall.storage.decorator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.access.ReferenceView.Ending;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.PrincipalViews;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageReader;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Compares access control with the reference on random policies and requests, a new policy and a
 * new store for each: a hundred thousand, with {@code -Dholdall.test.heavy=true} a million. {@code
 * -Dholdall.test.seed=…} repeats a run.
 */
final class RandomRequestsTest {
  private static final int PAIRS = Boolean.getBoolean("holdall.test.heavy") ? 1_000_000 : 100_000;

  /** What came out, so that a test in which nothing is ever allowed cannot pass. */
  private enum Seen {
    FOUND,
    NOT_FOUND,
    HIDDEN,
    PAGE,
    EMPTY_PAGE,
    WRITTEN,
    DENIED,
    CONFLICT
  }

  private final Map<Seen, Integer> seen = new EnumMap<>(Seen.class);

  @Test
  void everyRequestEndsAsTheReferenceSays() {
    long seed = Long.getLong("holdall.test.seed", System.nanoTime());
    for (int pair = 0; pair < PAIRS; pair++) {
      long pairSeed = seed + pair;
      try {
        compare(new RandomWorld(new Random(pairSeed)));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "Pair %d; repeat it alone with -Dholdall.test.seed=%d".formatted(pair, pairSeed), e);
      }
    }
    for (Seen kind : Seen.values()) {
      assertThat(seen.getOrDefault(kind, 0)).as("%s of %s", kind, seen).isGreaterThan(PAIRS / 200);
    }
  }

  private void compare(RandomWorld world) {
    ReferencePolicy policy = world.policy();
    Optional<Principal> who = world.who();
    try (MemoryBackend store = new MemoryBackend()) {
      WriteBatch.Builder contents = WriteBatch.builder();
      Set<Key> keys = new HashSet<>();
      for (int i = world.below(9); i > 0; i--) {
        Key key = world.key();
        if (keys.add(key)) {
          contents.put(key, world.value());
        }
      }
      store.commit(contents.build());
      NavigableMap<Key, Entry> stored = stored(store);
      ReferenceView reference = new ReferenceView(policy, who, stored);
      StorageBackend guarded = AccessControl.of(policy.toPolicy()).decorate(store);
      Optional<StorageBackend> view =
          who.map(guarded.extension(PrincipalViews.class).orElseThrow()::as);
      if (view.isEmpty() && !policy.toPolicy().allowsAnonymous()) {
        assertThat(denied(() -> guarded.get(List.of(world.key())))).isTrue();
        assertThat(denied(() -> guarded.scan(world.scan(stored)))).isTrue();
        assertThat(denied(() -> guarded.commit(world.batch(reference)))).isTrue();
        return;
      }
      compare(store, view.orElse(guarded), reference, world);
      if (world.below(20) == 0) {
        assertThat(denied(view.orElse(guarded)::stats)).isEqualTo(!policy.administers(who));
      }
    }
  }

  private void compare(
      MemoryBackend store, StorageBackend view, ReferenceView reference, RandomWorld world) {
    switch (world.below(4)) {
      case 0 -> compareGet(view, reference, world);
      case 1 -> compareScan(view, reference, world.scan(reference.stored()));
      case 2 -> {
        try (Snapshot snapshot = view.snapshot()) {
          compareGet(snapshot, reference, world);
          compareScan(snapshot, reference, world.scan(reference.stored()));
        }
      }
      default -> compareCommit(store, view, reference, world.batch(reference));
    }
  }

  private void compareGet(StorageReader view, ReferenceView reference, RandomWorld world) {
    Key one = world.key(reference.stored());
    List<Key> keys = List.of(world.key(), one, world.key(reference.stored()), one);
    List<Optional<Entry>> expected = keys.stream().map(reference::get).toList();
    assertThat(view.get(keys)).as("entries of %s", keys).isEqualTo(expected);
    boolean hidden = reference.stored().containsKey(one) && expected.get(1).isEmpty();
    count(hidden ? Seen.HIDDEN : expected.get(1).isPresent() ? Seen.FOUND : Seen.NOT_FOUND);
  }

  private void compareScan(StorageReader view, ReferenceView reference, Scan scan) {
    Page expected = reference.scan(scan);
    assertThat(view.scan(scan)).as("%s", scan).isEqualTo(expected);
    count(expected.entries().isEmpty() ? Seen.EMPTY_PAGE : Seen.PAGE);
  }

  private void compareCommit(
      MemoryBackend store, StorageBackend view, ReferenceView reference, WriteBatch batch) {
    Ending expected = reference.commit(batch);
    boolean denied = false;
    Set<Key> conflicts = new HashSet<>();
    try {
      view.commit(batch);
    } catch (AccessDenied e) {
      denied = true;
    } catch (Conflict e) {
      conflicts.addAll(e.keys());
    }
    Ending ending = new Ending(denied, conflicts, Map.of());
    assertThat(ending)
        .as("%s %s", batch.operations(), batch.rangeChecks())
        .isEqualTo(new Ending(expected.denied(), expected.conflicts(), Map.of()));
    assertStored(store, expected.values());
    count(denied ? Seen.DENIED : conflicts.isEmpty() ? Seen.WRITTEN : Seen.CONFLICT);
  }

  private static void assertStored(MemoryBackend store, Map<Key, Value> expected) {
    Map<Key, Value> values = new TreeMap<>();
    stored(store).forEach((key, entry) -> values.put(key, entry.value()));
    assertThat(values).isEqualTo(expected);
  }

  private static NavigableMap<Key, Entry> stored(MemoryBackend store) {
    NavigableMap<Key, Entry> stored = new TreeMap<>();
    store.scan(Scan.all()).entries().forEach(entry -> stored.put(entry.key(), entry));
    return stored;
  }

  private static boolean denied(Runnable call) {
    try {
      call.run();
      return false;
    } catch (AccessDenied e) {
      return true;
    }
  }

  private void count(Seen kind) {
    seen.merge(kind, 1, Integer::sum);
  }
}
