package io.holdall.storage.spi;

import static io.holdall.storage.spi.Decorator.Trait.JUDGES;
import static io.holdall.storage.spi.Decorator.Trait.REMEMBERS;
import static io.holdall.storage.spi.Decorator.Trait.REPEATS;
import static io.holdall.storage.spi.Decorator.Trait.SCRAMBLES;
import static io.holdall.storage.spi.Decorator.Trait.SHRINKS;
import static io.holdall.storage.spi.Decorator.Trait.SPILLS;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Decorator.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackOrderTest {
  private static final Decorator CUSTOM = delegate -> delegate;

  private record Standing(String name, Set<Trait> traits) implements Decorator {
    @Override
    public StorageBackend decorate(StorageBackend delegate) {
      return delegate;
    }
  }

  private static Decorator with(Trait... traits) {
    return new Standing(Arrays.toString(traits), Set.of(traits));
  }

  @Test
  void theRecommendedOrderIsAccepted() {
    List<Decorator> stack =
        List.of(
            with(REPEATS), with(SCRAMBLES), with(SHRINKS), CUSTOM, with(REMEMBERS), with(JUDGES));
    assertThatCode(() -> StackOrder.check(stack)).doesNotThrowAnyException();
  }

  @Test
  void aSpillingCacheMayStandInsideTheEncryption() {
    List<Decorator> stack = List.of(with(REMEMBERS, SPILLS), with(SCRAMBLES));
    assertThatCode(() -> StackOrder.check(stack)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JUDGES | REMEMBERS | would answer everybody with what one may read",
        "JUDGES | REPEATS | would leave out what stands outside access control",
        "SHRINKS | SCRAMBLES | encrypted data does not shrink",
        "SCRAMBLES | SPILLS | encrypt the second tier too",
        "REPEATS | REPEATS | two retry loops multiply their attempts",
      })
  void anOrderThatMakesNoSenseIsRefusedWithTheReason(Trait inner, Trait outer, String reason) {
    List<Decorator> stack = List.of(CUSTOM, with(inner), with(outer));
    assertThatThrownBy(() -> StackOrder.check(stack))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("[%s] must not stand outside ", outer)
        .hasMessageContaining(reason);
  }

  @Test
  void nothingStandsOutsideAccessControl() {
    assertThatThrownBy(() -> StackOrder.check(List.of(with(JUDGES), CUSTOM)))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("Decorator custom must not stand outside [JUDGES]");
  }

  @Test
  void aRefusedStackClosesItsBackend() {
    MemoryBackend backend = new MemoryBackend();
    Storage.Builder builder = Storage.builder(backend).with(with(JUDGES)).with(CUSTOM);
    assertThatThrownBy(builder::open).isInstanceOf(Configuration.class);
    assertThatThrownBy(backend::stats).isInstanceOf(Closed.class);
  }

  @Test
  void aDecoratorThatFailsClosesTheBackend() {
    MemoryBackend backend = new MemoryBackend();
    Storage.Builder builder =
        Storage.builder(backend)
            .with(
                delegate -> {
                  throw new Configuration("no key");
                });
    assertThatThrownBy(builder::open).isInstanceOf(Configuration.class);
    assertThatThrownBy(backend::stats).isInstanceOf(Closed.class);
  }
}
