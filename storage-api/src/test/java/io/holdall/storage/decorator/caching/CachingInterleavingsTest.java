package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.decorator.caching.SteppedCache.SteppingStripes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Coherence, in every order in which the steps of a few operations on one key can happen. Every
 * result, and those of reads afterwards, must be explained by some order of the operations.
 */
final class CachingInterleavingsTest {
  private static final Map<String, UnaryOperator<SteppedCache>> SCENARIOS = new TreeMap<>();
  private static final Map<String, UnaryOperator<SteppedCache>> TIERED = new TreeMap<>();

  static {
    SCENARIOS.put("a slow read and a fast write", c -> c.holding("1").reading().writing("2"));
    SCENARIOS.put("two reads and a write", c -> c.reading().reading().writing("2"));
    SCENARIOS.put("two writes and a read", c -> c.writing("2").writing("3").reading());
    SCENARIOS.put("two reads and a delete", c -> c.holding("1").reading().reading().deleting());
    SCENARIOS.put("a hit and a write", c -> c.remembering("1").reading().writing("2"));
    SCENARIOS.put("a new beginning and a read", c -> c.holding("1").recreating("2").reading());
    SCENARIOS.put(
        "a lost answer, a read and a write",
        c -> c.holding("1").writing("lost").reading().writing("2"));
    SCENARIOS.put(
        "a refused write, a read and a write",
        c -> c.holding("1").writing("refused").reading().writing("2"));
    SCENARIOS.put("two creators and a read", c -> c.creating("2").creating("3").reading());
    SCENARIOS.put(
        "a creator, a delete and a read", c -> c.holding("1").creating("2").deleting().reading());

    TIERED.put(
        "a slow read of the tier and a write",
        c -> c.remembering("1").movedToSecondTier().reading().writing("2"));
    TIERED.put(
        "two reads of the tier and a lost answer",
        c -> c.remembering("1").movedToSecondTier().reading().writing("lost"));
    TIERED.put("leaving memory and a write", c -> c.remembering("1").evicting().writing("2"));
    TIERED.put(
        "leaving memory, a read and a write",
        c -> c.remembering("1").evicting().reading().writing("2"));
    TIERED.put(
        "leaving memory, a new beginning", c -> c.remembering("1").evicting().recreating("2"));
    TIERED.put(
        "leaving memory and two writes",
        c -> c.remembering("1").evicting().writing("refused").deleting());
  }

  private final Interleavings steps = new Interleavings();

  @AfterEach
  void end() {
    steps.close();
  }

  static Stream<String> scenarios() {
    return SCENARIOS.keySet().stream();
  }

  static Stream<String> tieredScenarios() {
    return TIERED.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyOrderOfStepsIsCoherent(String scenario) {
    int runs = explore(of(SCENARIOS, scenario), new SteppingStripes(steps), false);
    assertThat(runs).as("interleavings of %s", scenario).isGreaterThan(9);
  }

  @ParameterizedTest
  @MethodSource("tieredScenarios")
  void everyOrderOfStepsIsCoherentWithASecondTier(String scenario) {
    int runs = explore(of(TIERED, scenario), new SteppingStripes(steps), true);
    assertThat(runs).as("interleavings of %s", scenario).isGreaterThan(9);
  }

  @Test
  void remembersWithoutAskingForCommitsWouldBeNoticed() {
    assertBroken(
        of(SCENARIOS, "a slow read and a fast write"),
        false,
        new SteppingStripes(steps) {
          @Override
          boolean ifUntouched(Key key, long stamp, Runnable action) {
            steps.pause();
            action.run();
            return true;
          }
        });
  }

  @Test
  void rememberingDuringACommitWouldBeNoticed() {
    assertBroken(
        of(SCENARIOS, "two writes and a read"),
        false,
        new SteppingStripes(steps) {
          @Override
          long stamp(Key key) {
            return Math.max(0, super.stamp(key));
          }

          @Override
          boolean ifUntouched(Key key, long stamp, Runnable action) {
            if (stamp == 0) {
              action.run();
            }
            return super.ifUntouched(key, stamp, action);
          }
        });
  }

  @Test
  void rememberingWhatAnotherCommitMayHaveReplacedWouldBeNoticed() {
    assertBroken(
        of(SCENARIOS, "two writes and a read"),
        false,
        new SteppingStripes(steps) {
          @Override
          boolean wasAlone(long atBegin, long now) {
            return true;
          }
        });
  }

  @Test
  void keepingInTheSecondTierWithoutAskingForCommitsWouldBeNoticed() {
    assertBroken(
        of(TIERED, "leaving memory and a write"),
        true,
        new SteppingStripes(steps) {
          @Override
          boolean ifUntouched(Key key, long stamp, Runnable action) {
            steps.pause();
            action.run();
            return true;
          }
        });
  }

  private static UnaryOperator<SteppedCache> of(
      Map<String, UnaryOperator<SteppedCache>> scenarios, String name) {
    return Objects.requireNonNull(scenarios.get(name), name);
  }

  private void assertBroken(
      UnaryOperator<SteppedCache> scenario, boolean hasSecondTier, Stripes broken) {
    assertThatThrownBy(() -> explore(scenario, broken, hasSecondTier))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("After the choices");
  }

  private int explore(
      UnaryOperator<SteppedCache> scenario, Stripes stripes, boolean hasSecondTier) {
    return steps.explore(() -> scenario.apply(new SteppedCache(steps, stripes, hasSecondTier)));
  }
}
