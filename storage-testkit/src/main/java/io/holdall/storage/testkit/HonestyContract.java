package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.Value;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Honesty: what a backend says of itself is true. */
interface HonestyContract {
  @Test
  @Case({46, 47})
  default void everyDecoratorWritesOutEveryMethod(StoreUnderTest store) {
    DecoratorRules.spiHasNoDefaultMethods();
    for (Decorator decorator : needDecorators(store)) {
      try (StorageBackend decorated = decorator.decorate(new MemoryBackend())) {
        DecoratorRules.overridesEveryMethod(decorated.getClass());
      }
    }
  }

  @Test
  @Case(46)
  default void everyDecoratorClosesWhatItDecorates(StoreUnderTest store) {
    for (Decorator decorator : needDecorators(store)) {
      MemoryBackend inner = new MemoryBackend();
      StorageBackend decorated = decorator.decorate(inner);
      assertThat(decorated.capabilities().backend())
          .as("name of the backend, through a decorator")
          .isEqualTo(MemoryBackend.TYPE);
      decorated.close();
      decorated.close();
      assertThatThrownBy(() -> inner.get(List.of(Key.of("a")))).isInstanceOf(Closed.class);
    }
  }

  @Test
  @Case(48)
  default void capabilitiesAreConstantAndNameTheBackend(StoreUnderTest store) {
    Capabilities first = store.backend().capabilities();
    store.putAll(Samples.numbered("r", 3));
    assertThat(store.backend().capabilities()).isEqualTo(first);
    assertThat(store.reopen().capabilities()).isEqualTo(first);
    assertThat(first.backend()).as("name of the backend").isEqualTo(store.description().type());
  }

  @Test
  @Case(48)
  default void capabilitiesGoTogether(StoreUnderTest store) {
    Capabilities claimed = store.capabilities();
    assertThat(claimed.maxKeyBytes()).as("maxKeyBytes").isBetween(1, Key.MAX_ENCODED_BYTES);
    assertThat(claimed.maxValueBytes()).as("maxValueBytes").isPositive();
    assertThat(claimed.maxBatchOperations()).as("maxBatchOperations").isPositive();
    assertThat(claimed.maxBatchBytes())
        .as("maxBatchBytes, which one value of maxValueBytes must fit in")
        .isGreaterThanOrEqualTo(claimed.maxValueBytes());
    assertThat(claimed.readOnly()).as("readOnly of a store opened for writing").isFalse();
    if (claimed.distributed()) {
      assertThat(claimed.multipleWriters()).as("multipleWriters of a distributed store").isTrue();
    }
    if (claimed.rangeChecks()) {
      assertThat(claimed.conditions()).as("conditions of a store that checks ranges").isTrue();
      assertThat(claimed.atomicity())
          .as("atomicity of a store that checks ranges")
          .isEqualTo(Atomicity.STORE);
    }
  }

  @Test
  @Case(48)
  default void limitsAreThoseOfTheSettings(StoreUnderTest store) {
    store.reopenWith("max-value-bytes", "1234");
    store.reopenWith("max-batch-operations", "56");
    store.reopenWith("max-batch-bytes", "7KiB");
    Capabilities claimed = store.capabilities();
    store.assertLimit("maxValueBytes", claimed.maxValueBytes(), 1_234);
    store.assertLimit("maxBatchOperations", claimed.maxBatchOperations(), 56);
    store.assertLimit("maxBatchBytes", claimed.maxBatchBytes(), 7 << 10);
  }

  @Test
  @Case(48)
  default void statisticsCountTheEntriesAndShowNoValues(StoreUnderTest store) {
    String secret = "Marker-of-a-stored-value";
    Map<Key, Value> values = Samples.numbered("r", 12);
    values.put(Key.of("secret"), Samples.text(secret));
    store.putAll(values);
    store.putAll(values);
    store.storage().delete(Key.of("r").child(3));
    assertEntries(store.storage().stats(), 12);
    assertThat(store.storage().stats().toString()).as("statistics").doesNotContain(secret);
    if (store.isPersistent()) {
      assertEntries(store.reopen().stats(), 12);
    }
  }

  @Test
  @Case(48)
  default void anExtensionNobodyHasIsEmpty(StoreUnderTest store) {
    assertThat(store.storage().extension(NobodysExtension.class)).isEmpty();
  }

  @Test
  @Case(48)
  default void theFactoryDescribesItself(StoreUnderTest store) {
    BackendFactory factory = store.description().factory();
    assertThat(factory.type()).as("type").matches("[a-z][a-z0-9]*");
    assertThat(factory.description()).as("description").isNotBlank().doesNotContain("\n");
    assertThat(factory.settings().stream().map(Setting::name))
        .as("names of settings")
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"))
        .contains("max-value-bytes", "max-batch-operations", "max-batch-bytes");
    assertThat(factory.settings()).noneMatch(setting -> setting.description().isBlank());
  }

  private static List<Decorator> needDecorators(StoreUnderTest store) {
    List<Decorator> decorators = store.description().decorators();
    Assumptions.assumeFalse(decorators.isEmpty(), "the backend has no decorators");
    return decorators;
  }

  private static void assertEntries(StorageStats stats, long entries) {
    stats.entries().ifPresent(count -> assertThat(count).as("entries").isEqualTo(entries));
    stats.storedBytes().ifPresent(bytes -> assertThat(bytes).as("storedBytes").isPositive());
  }

  /** What no backend knows of. */
  interface NobodysExtension {}
}
