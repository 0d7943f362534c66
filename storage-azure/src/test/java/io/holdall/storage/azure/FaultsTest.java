package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobClient;
import io.holdall.emulators.azurite.Fault;
import io.holdall.emulators.azurite.Operation;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong as it does on Azure alone; {@link ServiceContractTest} has the rest. */
final class FaultsTest {
  private static final Key KEY = Key.of("notes", "n1");
  private static final Value OLD = Value.json("\"old\"");
  private static final Value NEW = Value.json("\"new\"");

  private final TestStore store = new TestStore();
  private final Storage storage = store.open();

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @Test
  void aRefusalSaysWhatTheServiceSaid() {
    store.proxy.next(Operation.PUT, Fault.DENIED);
    assertThatThrownBy(() -> storage.put(KEY, NEW))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("code=AuthorizationPermissionMismatch")
        .hasMessageContaining("request-id=PROXY");
  }

  @Test
  void aLeaseThatEndsDelaysARemoval() {
    storage.put(KEY, OLD);
    store.proxy.next(Operation.DELETE, Fault.LEASED);
    storage.delete(KEY);
    assertThat(storage.get(KEY)).isEmpty();
  }

  @Test
  void blocksThatAreGoneAreNoFinalAnswer() {
    store.proxy.next(Operation.PUT, Fault.BLOCKS_GONE);
    Version version = storage.put(KEY, NEW, Condition.absent());
    store.proxy.next(Operation.GET, Fault.BLOCKS_GONE);
    store.proxy.next(Operation.LIST, Fault.BLOCKS_GONE);
    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(version);
    assertThat(storage.scan(Scan.all()).entries()).hasSize(1);
  }

  @Test
  void damageIsReportedWithTheBlobItIsIn() {
    storage.put(KEY, NEW);
    String name = "store/notes/n1";
    Map<String, String> metadata = store.direct.getBlobClient(name).getProperties().getMetadata();
    store.put(name, "\"noW\"".getBytes(StandardCharsets.UTF_8));
    store.direct.getBlobClient(name).setMetadata(metadata);
    assertDamaged(name);
    store.put(name, "a note".getBytes(StandardCharsets.UTF_8));
    assertDamaged(name);
    assertThatThrownBy(() -> storage.scan(Scan.all())).isInstanceOf(Corrupt.class);
    assertThat(storage.scan(Scan.all().keysOnly()).entries()).hasSize(1);
    storage.put(KEY, OLD);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(OLD);
  }

  @Test
  void aChangedFormatIsDamage() {
    storage.put(KEY, NEW);
    BlobClient blob = store.direct.getBlobClient("store/notes/n1");
    Map<String, String> metadata = new HashMap<>(blob.getProperties().getMetadata());
    metadata.put("holdallformat", "binary");
    blob.setMetadata(metadata);
    assertDamaged("store/notes/n1");
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "RESET_BEFORE", "RESET_AFTER", "BUSY"})
  void aBlockThatFailsMeansThatNothingIsWrittenYet(Fault fault) {
    Value large = Value.binary(new byte[200 << 10]);
    try (Storage parted = store.open(builder -> builder.blockThreshold(64 << 10))) {
      store.proxy.next(Operation.BLOCK, fault);
      Version version = parted.put(KEY, large, Condition.absent());
      assertThat(parted.get(KEY).orElseThrow().version()).isEqualTo(version);
      assertThat(store.proxy.count(Operation.HEAD)).as("looks for a lost answer").isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "ERROR_AFTER", "RESET_AFTER", "BLOCKS_GONE"})
  void aListOfBlocksWhoseAnswerIsLostIsLookedUp(Fault fault) {
    Value large = Value.binary(new byte[200 << 10]);
    try (Storage parted = store.open(builder -> builder.blockThreshold(64 << 10))) {
      store.proxy.next(Operation.BLOCK_LIST, fault);
      Version version = parted.put(KEY, large, Condition.absent());
      assertThat(parted.get(KEY).orElseThrow().version()).isEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, large, Condition.absent()))
          .isInstanceOf(Conflict.class);
    }
  }

  private void assertDamaged(String blob) {
    assertThatThrownBy(() -> storage.get(KEY))
        .isInstanceOfSatisfying(Corrupt.class, e -> assertThat(e.attribute("file")).contains(blob));
  }
}
