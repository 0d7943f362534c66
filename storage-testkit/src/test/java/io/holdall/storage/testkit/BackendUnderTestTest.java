package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackendUnderTestTest {
  @Test
  void aTypeNobodyHasRegisteredIsRefusedWithTheNearestName() {
    assertThatThrownBy(() -> BackendUnderTest.ofType("memori"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("'memori'")
        .hasMessageContaining("did you mean 'memory'?");
  }

  @Test
  void eachMethodGivesACopyAndLeavesTheFirst(@TempDir Path directory) {
    BackendUnderTest plain = BackendUnderTest.ofType("memory");
    BackendUnderTest changed =
        plain.with("max-value-bytes", "10").withPath("path", "store").decoratedBy(PassThrough::new);
    assertThat(plain.settingsIn(directory, Map.of())).isEmpty();
    assertThat(plain.decorators()).isEmpty();
    assertThat(plain.isNamedByType()).isTrue();
    assertThat(changed.settingsIn(directory, Map.of("max-value-bytes", "20")))
        .isEqualTo(Map.of("max-value-bytes", "20", "path", directory.resolve("store").toString()));
    assertThat(changed.decorators()).hasSize(1);
    assertThat(changed.isNamedByType()).isFalse();
  }

  @Test
  void whatItSaysOfItselfHoldsNoSettingsText() {
    assertThat(BackendUnderTest.ofType("memory").with("token", "top secret").toString())
        .contains("memory", "token")
        .doesNotContain("top secret");
  }

  @Test
  void decoratorsStandInTheOrderTheyWereGiven() {
    List<StorageBackend> delegates = new ArrayList<>();
    BackendUnderTest twice =
        BackendUnderTest.ofType("memory")
            .decoratedBy(
                delegate -> {
                  delegates.add(delegate);
                  return new PassThrough(delegate);
                })
            .decoratedBy(
                delegate -> {
                  delegates.add(delegate);
                  return new PassThrough(delegate);
                });
    try (StorageBackend backend = twice.open(Map.of())) {
      assertThat(backend).isInstanceOf(PassThrough.class);
      assertThat(delegates.get(0)).isNotInstanceOf(PassThrough.class);
      assertThat(delegates.get(1)).isInstanceOf(PassThrough.class).isNotSameAs(backend);
    }
  }

  @Test
  void aDecoratorThatFailsLeavesTheBackendClosed() {
    List<StorageBackend> delegates = new ArrayList<>();
    BackendUnderTest failing =
        BackendUnderTest.ofType("memory")
            .decoratedBy(
                delegate -> {
                  delegates.add(delegate);
                  throw new IllegalStateException("the decorator's own");
                });
    assertThatThrownBy(() -> failing.open(Map.of())).hasMessage("the decorator's own");
    assertThatThrownBy(() -> delegates.get(0).scan(Scan.all())).isInstanceOf(Closed.class);
  }
}
