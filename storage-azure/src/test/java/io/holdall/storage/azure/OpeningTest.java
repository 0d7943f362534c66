package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.models.BlobProperties;
import io.holdall.emulators.azurite.Fault;
import io.holdall.emulators.azurite.Operation;
import io.holdall.emulators.azurite.Weakness;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opening stores: what is tried, made and refused, and what people see in the container. */
final class OpeningTest {
  @ParameterizedTest
  @EnumSource(names = {"IGNORES_IF_NONE_MATCH", "IGNORES_IF_MATCH", "IGNORES_IF_MATCH_ON_DELETE"})
  void aServiceThatDoesNotKeepConditionsIsRefused(Weakness weakness) {
    try (TestStore store = new TestStore(weakness)) {
      assertThatThrownBy(() -> store.open())
          .isInstanceOfSatisfying(
              Configuration.class,
              e -> {
                assertThat(e).hasMessageContaining("conditions = unsupported");
                assertThat(e.attribute("ignored")).isPresent();
              });
      assertThat(store.names()).noneMatch(name -> name.contains("probe"));
      try (Storage without = store.open(builder -> builder.conditions(false))) {
        assertThat(without.capabilities().conditions()).isFalse();
        without.put(Key.of("a"), Value.json("1"));
      }
    }
  }

  @Test
  void anAccountWithAHierarchyIsRefused() {
    try (TestStore store = new TestStore(Weakness.HIERARCHICAL)) {
      assertThatThrownBy(() -> store.open())
          .isInstanceOf(Configuration.class)
          .hasMessageContaining("hierarchical namespace");
      assertThat(store.names()).isEmpty();
    }
  }

  @Test
  void credentialsThatMayNotAskForTheKindOfAccountSuffice() {
    try (TestStore store = new TestStore()) {
      store.proxy.next(Operation.ACCOUNT, Fault.DENIED);
      try (Storage storage = store.open()) {
        storage.put(Key.of("a"), Value.json("1"));
      }
    }
  }

  @Test
  void openingCostsAFewRequestsAndLeavesOneBlob() {
    try (TestStore store = new TestStore()) {
      store.open().close();
      Storage.of(store.builder().open()).close();
      assertThat(store.names()).containsExactly("store/!holdall.json");
      // The kind of account, the mark, two races of four, three removals, and the front's look for
      // what it requires.
      assertThat(store.proxy.count()).isEqualTo(1 + 1 + 2 * 4 + 3 + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET_AFTER", "ERROR_AFTER", "ERROR_BEFORE", "BUSY", "LEASED"})
  void aServiceThatStumblesIsNotTakenForOneThatIgnoresConditions(Fault fault) {
    try (TestStore store = new TestStore()) {
      store.open().close();
      store.proxy.next(Operation.PUT, fault, fault, fault);
      store.proxy.next(Operation.DELETE, fault, fault);
      store.open().close();
    }
  }

  @Test
  void aContainerIsMadeOnlyWhenTold() {
    try (TestStore store = new TestStore()) {
      store.direct.delete();
      assertThatThrownBy(() -> store.open())
          .isInstanceOfSatisfying(
              Unavailable.class, e -> assertThat(e.attribute("reason")).contains("not-found"));
      assertThatThrownBy(() -> store.open(made -> made.createContainer(true).readOnly(true)))
          .isInstanceOf(Unavailable.class);
      assertThat(store.proxy.count(Operation.CREATE_CONTAINER)).isZero();
      try (Storage made = Storage.of(store.builder().createContainer(true).open())) {
        made.put(Key.of("a"), Value.json("1"));
      }
      Storage.of(store.builder().createContainer(true).open()).close();
      assertThat(store.proxy.count(Operation.CREATE_CONTAINER)).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoSuchStoreIsNotTouched() {
    try (TestStore store = new TestStore()) {
      store.put("store/!holdall.json", Value.json("{\"store\":\"holdall\",\"form\":2}"));
      assertThatThrownBy(() -> store.open()).isInstanceOf(Corrupt.class);
      store.put("store/!holdall.json", new byte[] {1});
      assertThatThrownBy(() -> store.open()).isInstanceOf(Corrupt.class);
      assertThat(store.names()).hasSize(1);
    }
  }

  @Test
  void aServiceThatIsNotThereIsUnavailable() {
    try (TestStore store = new TestStore()) {
      AzureBackend.Builder builder = store.builder().timeout(Duration.ofMillis(200));
      store.proxy.close();
      assertThatThrownBy(builder::open).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void blobsCanBeReadByPeople() {
    try (TestStore store = new TestStore();
        Storage storage = store.open()) {
      storage.put(Key.of("notes", "a b"), Value.json("{\"text\":\"milk\"}"));
      storage.put(Key.of("pictures", "cat"), Value.binary(new byte[] {1, 2, 3}));
      assertThat(store.names())
          .containsExactly("store/!holdall.json", "store/notes/a%20b", "store/pictures/cat");
      assertThat(store.direct.getBlobClient("store/notes/a%20b").downloadContent().toString())
          .isEqualTo("{\"text\":\"milk\"}");
      BlobProperties note = store.direct.getBlobClient("store/notes/a%20b").getProperties();
      assertThat(note.getContentType()).isEqualTo("application/json");
      assertThat(note.getMetadata())
          .hasSize(3)
          .containsEntry("holdallformat", "json")
          .hasEntrySatisfying("holdallnonce", nonce -> assertThat(nonce).hasSize(22))
          .hasEntrySatisfying("holdallcrc32c", sum -> assertThat(sum).matches("[0-9a-f]{8}"));
      BlobProperties cat = store.direct.getBlobClient("store/pictures/cat").getProperties();
      assertThat(cat.getContentType()).isEqualTo("application/octet-stream");
      assertThat(cat.getMetadata()).containsEntry("holdallformat", "binary");
    }
  }

  @Test
  void dotsThatAzureWouldDropAreMarked() {
    try (TestStore store = new TestStore();
        Storage storage = store.open()) {
      storage.put(Key.of("notes", "v1."), Value.json("1"));
      storage.put(Key.of("v1.", "notes"), Value.json("2"));
      assertThat(store.names())
          .containsExactly("store/!holdall.json", "store/notes/v1.!", "store/v1..\u00b7/notes");
      assertThat(storage.get(Key.of("notes", "v1"))).isEmpty();
      assertThat(storage.scan(Scan.all()).entries())
          .extracting(Entry::key)
          .containsExactly(Key.of("notes", "v1."), Key.of("v1.", "notes"));
      assertThat(storage.scan(Scan.under(Key.of("v1."))).entries()).hasSize(1);
    }
  }

  @Test
  void aBlobWithSnapshotsCanBeRemoved() {
    try (TestStore store = new TestStore();
        Storage storage = store.open()) {
      storage.put(Key.of("a"), Value.json("1"));
      store.direct.getBlobClient("store/a").createSnapshot();
      storage.delete(Key.of("a"));
      assertThat(storage.get(Key.of("a"))).isEmpty();
    }
  }

  @Test
  void theAccessTierIsTheOneAskedFor() {
    try (TestStore store = new TestStore();
        Storage storage = store.open(builder -> builder.accessTier("Cool"))) {
      storage.put(Key.of("a"), Value.json("1"));
      assertThat(store.direct.getBlobClient("store/a").getProperties().getAccessTier())
          .hasToString("Cool");
    }
  }
}
