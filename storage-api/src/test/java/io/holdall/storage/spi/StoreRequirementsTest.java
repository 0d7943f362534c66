package io.holdall.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.memory.MemoryBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreRequirementsTest {
  private final MemoryBackend backend = new MemoryBackend();

  @Test
  void storeThatRequiresNothingOpensEmptyOrNot() {
    Storage.of(backend).put(Key.of("a"), Value.json("1"));
    Storage again = Storage.of(backend);
    assertThat(again.get(Key.of("a"))).isPresent();
  }

  @Test
  void storeWhoseDecoratorsAreMissingIsRefusedNamingThem() {
    require("encryption");
    require("compression");
    assertThatThrownBy(() -> Storage.of(backend))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("compression, encryption")
        .hasMessageContaining("operation=open")
        .hasMessageContaining("backend=memory");
  }

  @Test
  void refusedStoreIsClosed() {
    require("encryption");
    assertThatThrownBy(() -> Storage.builder(backend).open()).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> backend.get(List.of(Key.of("a")))).isInstanceOf(Closed.class);
  }

  @Test
  void accessControlHidesNoMissingDecorator() {
    require("encryption");
    Storage.Builder builder =
        Storage.builder(backend).with(AccessControl.of(Policy.builder().build()));
    assertThatThrownBy(builder::open)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("encryption");
  }

  @Test
  void storeWithAccessControlOpensForNobody() {
    Storage.builder(backend).with(AccessControl.of(Policy.builder().build())).open().close();
    assertThatThrownBy(() -> backend.get(List.of(Key.of("a")))).isInstanceOf(Closed.class);
  }

  @Test
  void storeThatCannotBeLookedAtIsClosedAndTheErrorKept() {
    backend.close();
    assertThatThrownBy(() -> Storage.of(backend))
        .isInstanceOf(Closed.class)
        .hasMessageContaining("operation=open");
  }

  private void require(String decorator) {
    Value state = Value.json("{}");
    backend.commit(WriteBatch.builder().put(StoreRequirements.key(decorator), state).build());
  }
}
