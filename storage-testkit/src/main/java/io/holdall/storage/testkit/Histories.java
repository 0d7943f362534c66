package io.holdall.storage.testkit;

import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.ConditionTable.Asked;
import io.holdall.storage.testkit.ConditionTable.Verb;
import io.holdall.storage.testkit.Step.Change;
import io.holdall.storage.testkit.Step.Commit;
import io.holdall.storage.testkit.Step.Get;
import io.holdall.storage.testkit.Step.Reopen;
import io.holdall.storage.testkit.Step.ScanAll;
import io.holdall.storage.testkit.Step.TakeSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of a store, which jqwik makes and shrinks. It is used as a library: an engine of
 * its own beside Jupiter's would neither see the contract class's backend nor its directory.
 */
final class Histories {
  /** Few, so that histories meet themselves; and such as sort and nest awkwardly. */
  private static final List<Key> KEYS =
      List.of(
          Key.of("a"),
          Key.of("a", "b"),
          Key.of("a", "b", "c"),
          Key.of("a.b"),
          Key.of("a0"),
          Key.of("A"),
          Key.of("a", "B"),
          Key.of("é"),
          Key.of("a", "\ud83d\ude00"),
          Key.of("a", "\uff5e"),
          Key.of("%2F"),
          Key.of("b", "\n"),
          Key.of("b").child(7));

  private static final int LONGEST = 60;

  /** How many smaller histories are tried at most when one has failed. */
  private static final int SHRINKS = 600;

  private final long seed;
  private final ThrowingRun run;
  private int triesLeft = SHRINKS;

  private Histories(long seed, ThrowingRun run) {
    this.seed = seed;
    this.run = run;
  }

  /**
   * Runs random histories.
   *
   * @param run throws if the store behaves wrongly in the history
   * @throws AssertionError with the smallest failing history found and the seed
   */
  static void check(long seed, int count, ThrowingRun run) {
    JqwikSession.run(() -> new Histories(seed, run).check(count));
  }

  /** What runs a history on a fresh store. */
  interface ThrowingRun {
    void accept(List<Step> history) throws Exception;
  }

  private void check(int count) {
    RandomGenerator<Step> steps = step().generator(1_000, true);
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      List<Shrinkable<Step>> history = new ArrayList<>();
      for (int length = 1 + random.nextInt(LONGEST); length > 0; length--) {
        history.add(steps.next(random));
      }
      if (failure(history) != null) {
        throw explained(i, smallest(history));
      }
    }
  }

  private AssertionError explained(int number, List<Shrinkable<Step>> history) {
    Throwable why = failure(history);
    String steps =
        history.stream().map(step -> "  " + step.value()).collect(Collectors.joining("\n"));
    return new AssertionError(
        "Random history number %d disagrees with the model (%s). The smallest that does:\n%s\n%s"
            .formatted(
                number,
                Seed.hint(seed),
                steps,
                why == null ? "It failed, but not when repeated." : why.getMessage()),
        why);
  }

  private List<Shrinkable<Step>> smallest(List<Shrinkable<Step>> failing) {
    List<Shrinkable<Step>> smaller = failing;
    List<Shrinkable<Step>> before;
    do {
      before = smaller;
      smaller = withSmallerSteps(withFewerSteps(before));
    } while (smaller != before && triesLeft > 0);
    return smaller;
  }

  /** Leaves out as many steps as it can, first half of them, at last one by one. */
  private List<Shrinkable<Step>> withFewerSteps(List<Shrinkable<Step>> failing) {
    List<Shrinkable<Step>> history = failing;
    for (int size = Math.max(1, history.size() / 2); size > 0; size /= 2) {
      for (int from = history.size() - size; from >= 0; from -= size) {
        List<Shrinkable<Step>> rest = new ArrayList<>(history);
        rest.subList(from, from + size).clear();
        if (stillFails(rest)) {
          history = rest;
        }
      }
    }
    return history;
  }

  private List<Shrinkable<Step>> withSmallerSteps(List<Shrinkable<Step>> failing) {
    List<Shrinkable<Step>> history = failing;
    for (int i = 0; i < history.size(); i++) {
      for (Shrinkable<Step> smaller : history.get(i).shrink().limit(50).toList()) {
        List<Shrinkable<Step>> candidate = new ArrayList<>(history);
        candidate.set(i, smaller);
        if (stillFails(candidate)) {
          history = candidate;
          i--;
          break;
        }
      }
    }
    return history;
  }

  private boolean stillFails(List<Shrinkable<Step>> history) {
    return triesLeft-- > 0 && failure(history) != null;
  }

  private @Nullable Throwable failure(List<Shrinkable<Step>> history) {
    try {
      run.accept(history.stream().map(Shrinkable::value).toList());
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }

  private static Arbitrary<Step> step() {
    return Arbitraries.frequencyOf(
        Tuple.of(10, change().list().ofMinSize(1).ofMaxSize(5).map(Commit::new)),
        Tuple.of(5, scan()),
        Tuple.of(3, key().list().ofMaxSize(4).map(Get::new)),
        Tuple.of(1, Arbitraries.create(TakeSnapshot::new)),
        Tuple.of(1, Arbitraries.create(Reopen::new)));
  }

  private static Arbitrary<Change> change() {
    Arbitrary<Verb> verb = Arbitraries.of(Verb.PUT, Verb.PUT, Verb.PUT, Verb.DELETE, Verb.CHECK);
    Arbitrary<Asked> asked =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(Asked.ANY)),
            Tuple.of(3, Arbitraries.just(Asked.CURRENT)),
            Tuple.of(1, Arbitraries.of(Asked.values())));
    return Combinators.combine(verb, key(), value(), asked).as(Change::new);
  }

  private static Arbitrary<Step> scan() {
    return Combinators.combine(
            range(),
            key().optional().map(key -> key.stream().toList()),
            Arbitraries.integers().between(1, 8),
            Arbitraries.of(false, true),
            Arbitraries.of(false, true))
        .as(ScanAll::new);
  }

  private static Arbitrary<KeyRange> range() {
    return Arbitraries.oneOf(
        Arbitraries.just(KeyRange.all()),
        key().map(KeyRange::under),
        Combinators.combine(key(), key()).as(KeyRange::between));
  }

  private static Arbitrary<Value> value() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
    Arbitrary<byte[]> large =
        Arbitraries.integers().between(0, 5_000).map(length -> new byte[length]);
    return Combinators.combine(
            Arbitraries.frequencyOf(Tuple.of(9, bytes), Tuple.of(1, large)),
            Arbitraries.of(Format.values()))
        .as(Value::of);
  }

  private static Arbitrary<Key> key() {
    return Arbitraries.of(KEYS);
  }
}
