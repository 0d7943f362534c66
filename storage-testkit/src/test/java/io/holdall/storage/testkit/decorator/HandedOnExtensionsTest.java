package io.holdall.storage.testkit.decorator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.decorator.limits.Limits;
import io.holdall.storage.decorator.namespace.Namespace;
import io.holdall.storage.decorator.readonly.ReadOnly;
import io.holdall.storage.decorator.retry.Retry;
import io.holdall.storage.testkit.DecoratorRules;
import io.holdall.storage.testkit.DecoratorRules.HandsOn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A decorator lets past it what keeps its own promise, and nothing else. */
final class HandedOnExtensionsTest {
  @Test
  void whatForbidsOrCountsWritesHandsOnWhatReads() {
    DecoratorRules.handsOn(HandsOn.READING, ReadOnly.decorator());
    DecoratorRules.handsOn(
        HandsOn.READING, Limits.builder().maxEntries(Key.of("a"), 1).commitsPerSecond(1).build());
  }

  @Test
  void whatHidesEntriesHandsOnNothing() {
    DecoratorRules.handsOn(HandsOn.NONE, AccessControl.of(Policy.builder().build()));
    DecoratorRules.handsOn(HandsOn.NONE, Namespace.of("tenants", "a"));
  }

  @Test
  void whatChangesNeitherDataNorAccessHandsOnEverything() {
    DecoratorRules.handsOn(HandsOn.ALL, Retry.upTo(Duration.ofSeconds(1)));
    DecoratorRules.handsOn(HandsOn.ALL, Caching.ofBytes(1 << 20));
  }

  @Test
  void aDecoratorThatHandsOnTooMuchOrTooLittleIsNamed() {
    assertThatThrownBy(() -> DecoratorRules.handsOn(HandsOn.NONE, ReadOnly.decorator()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("read-only hands on an extension that only reads");
    assertThatThrownBy(
            () -> DecoratorRules.handsOn(HandsOn.READING, Retry.upTo(Duration.ofSeconds(1))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("retry hands on an extension that may write");
    assertThatThrownBy(() -> DecoratorRules.handsOn(HandsOn.ALL, Namespace.of("a")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("namespace hands on an extension that only reads");
  }
}
