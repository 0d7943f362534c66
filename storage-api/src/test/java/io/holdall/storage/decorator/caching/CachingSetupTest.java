package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.Decorator.Trait;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.DecoratorFactory.Stack;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How a cache is described, in code and in profiles, and what comes of it. */
final class CachingSetupTest {
  private static final Key A = Key.of("a");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void cacheInMemoryRemembersAndDoesNotSpill() {
    assertThat(Caching.ofBytes(1).traits()).containsExactly(Trait.REMEMBERS);
    assertThat(Caching.ofBytes(1).name()).isEqualTo("caching");
  }

  @Test
  void secondTierThatOutlivesTheProcessSpillsUnlessItIsEncrypted() {
    assertThat(over(persistent(), List.of()).traits())
        .containsExactlyInAnyOrder(Trait.REMEMBERS, Trait.SPILLS);
    assertThat(over(persistent(), List.of(new Scrambling())).traits())
        .containsExactly(Trait.REMEMBERS);
    assertThat(over(new MemoryBackend(), List.of()).traits()).containsExactly(Trait.REMEMBERS);
  }

  @Test
  void plainSecondTierIsRefusedOutsideEncryption() {
    StorageBackend second = persistent();
    Storage.Builder stack =
        Storage.builder(new MemoryBackend()).with(new Scrambling()).with(over(second, List.of()));
    assertThatThrownBy(stack::open)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("encrypt the second tier too");
  }

  @Test
  void othersMayWriteForAMinuteUnseenWhereOthersMayWriteAtAll() {
    for (UnaryOperator<Capabilities.Builder> shared :
        List.<UnaryOperator<Capabilities.Builder>>of(
            c -> c.multipleWriters(true), c -> c.readOnly(true))) {
      StorageBackend store =
          new MemoryBackend(shared.apply(MemoryBackend.defaultCapabilities()).build());
      assertThat(Caching.ofBytes(1).nanos(store.capabilities()))
          .isEqualTo(Duration.ofMinutes(1).toNanos());
      assertThat(Caching.builder(1).timeToLive(HOUR).build().nanos(store.capabilities()))
          .isEqualTo(HOUR.toNanos());
    }
    assertThat(Caching.ofBytes(1).nanos(new MemoryBackend().capabilities()))
        .isEqualTo(Lifetime.ENDLESS);
  }

  @Test
  void openBackendServesOneStoreOnly() {
    Caching caching = over(new MemoryBackend(), List.of());
    Storage.builder(new MemoryBackend()).with(caching).open();
    Storage.Builder again = Storage.builder(new MemoryBackend()).with(caching);
    assertThatThrownBy(again::open)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("each needs its own");
  }

  @Test
  void secondTierIsClosedWithTheStore() {
    MemoryBackend second = new MemoryBackend();
    Storage.builder(new MemoryBackend()).with(over(second, List.of())).open().close();
    assertThatThrownBy(second::stats).isInstanceOf(Closed.class);
  }

  @Test
  void secondTierThatCannotBeOpenedIsDoneWithout() {
    Stack locked =
        new TestStack(
            () -> {
              throw new Unavailable("Another process holds it");
            });
    try (Storage storage =
        Storage.builder(new MemoryBackend())
            .with(Caching.builder(1 << 20).secondTier(locked).build())
            .open()) {
      storage.put(A, Value.json("1"));
      assertThat(storage.get(A)).isPresent();
    }
  }

  @Test
  void readOnlySecondTierIsRefused() {
    StorageBackend readOnly =
        new MemoryBackend(MemoryBackend.defaultCapabilities().readOnly(true).build());
    Storage.Builder stack =
        Storage.builder(new MemoryBackend())
            .with(Caching.builder(1).secondTier(new TestStack(() -> readOnly)).build());
    assertThatThrownBy(stack::open).isInstanceOf(Configuration.class);
    assertThatThrownBy(readOnly::stats).isInstanceOf(Closed.class);
  }

  @Test
  void negativeLimitsAreRefused() {
    assertThatThrownBy(() -> Caching.ofBytes(-1)).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> Caching.builder(1).timeToLive(Duration.ofSeconds(-1)))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("time-to-live");
  }

  @Test
  void factoryIsFoundAndItsDefaultsMakeACacheInMemory() {
    DecoratorFactory factory =
        ServiceLoader.load(DecoratorFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.type().equals("caching"))
            .findFirst()
            .orElseThrow();
    Decorator caching = create(factory, Map.of(), Optional.empty());
    assertThat(caching.traits()).containsExactly(Trait.REMEMBERS);
    try (Storage storage = Storage.builder(new MemoryBackend()).with(caching).open()) {
      storage.get(A);
      storage.get(A);
      assertThat(storage.extension(CachingStatistics.class).orElseThrow().negativeHits())
          .isEqualTo(1);
    }
  }

  @Test
  void profileDescribesASecondTier() {
    MemoryBackend second = new MemoryBackend();
    Map<String, String> texts =
        Map.of(
            "max-bytes", "0",
            "remember-absent", "false",
            "time-to-live", "1s",
            "second-tier-time-to-live", "1m",
            "second-tier-max-bytes", "1MiB",
            "second-tier-patience", "100ms");
    Decorator caching =
        create(new CachingFactory(), texts, Optional.of(new TestStack(() -> second)));
    assertThat(caching.traits()).contains(Trait.SPILLS);
    try (Storage storage = Storage.builder(new MemoryBackend()).with(caching).open()) {
      assertThat(storage.stats().details()).containsEntry("second tier entries", "0");
    }
    assertThatThrownBy(second::stats).isInstanceOf(Closed.class);
  }

  @Test
  void settingOfASecondTierThatIsNotThereIsAnError() {
    Map<String, String> texts = Map.of("second-tier-max-bytes", "1MiB");
    assertThatThrownBy(() -> create(new CachingFactory(), texts, Optional.empty()))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("second-tier-max-bytes");
  }

  private static Decorator create(
      DecoratorFactory factory, Map<String, String> texts, Optional<Stack> stack) {
    Settings settings = Settings.of("decorator caching", factory.settings(), texts);
    return factory.create(settings, new TestContext(stack));
  }

  private static Caching over(StorageBackend second, List<Decorator> decorators) {
    return Caching.builder(1 << 20).secondTier(second, decorators, HOUR).build();
  }

  private static StorageBackend persistent() {
    return new MemoryBackend(
        MemoryBackend.defaultCapabilities().durability(Durability.PROCESS).build());
  }

  /** Says that it encrypts. */
  private static final class Scrambling implements Decorator {
    @Override
    public StorageBackend decorate(StorageBackend delegate) {
      return delegate;
    }

    @Override
    public Set<Trait> traits() {
      return Set.of(Trait.SCRAMBLES);
    }
  }

  private record TestStack(Supplier<StorageBackend> opener) implements Stack {
    @Override
    public List<Decorator> decorators() {
      return List.of();
    }

    @Override
    public Stack under(Path directory) {
      return this;
    }

    @Override
    public StorageBackend open() {
      return opener.get();
    }
  }

  private record TestContext(Optional<Stack> stack) implements DecoratorFactory.Context {
    @Override
    public Optional<Config> section(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Stack> stack(String section) {
      return section.equals("second-tier") ? stack : Optional.empty();
    }

    @Override
    public Path workingDirectory() {
      return Path.of("");
    }
  }
}
