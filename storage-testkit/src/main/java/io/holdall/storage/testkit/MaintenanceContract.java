package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.spi.StoreMaintenance;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import io.holdall.storage.spi.StoreMaintenance.Verification;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Checking and repairing of stores without damage. What damage looks like only the backend knows,
 * so its own tests make some.
 */
interface MaintenanceContract {
  @Test
  @Case(48)
  default void aSoundStoreIsVerifiedAsSound(StoreUnderTest store) {
    StoreMaintenance maintenance = needMaintenance(store);
    List<Entry> before = filled(store);
    Verification verification = maintenance.verify(store.checkedSettings(), ProgressListener.NONE);
    assertThat(verification.damages()).as("damages of a sound store").isEmpty();
    assertThat(verification.entriesRead())
        .as("entries read of a store that has %d", before.size())
        .isGreaterThanOrEqualTo(before.size());
    assertUnchanged(store, before);
  }

  @Test
  @Case(48)
  default void aStoreIsVerifiedWhileAnotherProcessWrites(StoreUnderTest store) {
    StoreMaintenance maintenance = needMaintenance(store);
    filled(store);
    ChildProcess writer = store.startChild();
    writer.tell("open");
    writer.tell("put a 1");
    assertThat(maintenance.verify(store.checkedSettings(), ProgressListener.NONE).damages())
        .as("damages of a sound store that another process has open")
        .isEmpty();
    writer.tell("put a 2");
    writer.tell("close");
    Contents.assertValue(store.storage(), Key.of("a"), Value.json("2"));
  }

  @Test
  @Case(48)
  default void repairingASoundStoreChangesNothing(StoreUnderTest store) {
    StoreMaintenance maintenance = needMaintenance(store);
    List<Entry> before = filled(store);
    for (boolean dryRun : new boolean[] {true, false}) {
      Repair repair = maintenance.repair(store.checkedSettings(), dryRun, ProgressListener.NONE);
      assertThat(repair.lost()).as("lost by repairing a sound store").isEmpty();
      int ofDecorators = store.description().decorators().size(); // each may keep one of its own
      assertThat(repair.entriesKept())
          .as("entries kept")
          .isBetween((long) before.size(), (long) before.size() + ofDecorators);
      assertThat(repair.keptAt()).as("where damaged files are kept").isEmpty();
      assertUnchanged(store, before);
    }
  }

  @Test
  @Case(48)
  default void aStoreThatAnotherProcessHoldsIsNotRepaired(StoreUnderTest store) {
    StoreMaintenance maintenance = needMaintenance(store);
    store.needOneWriter();
    filled(store);
    ChildProcess holder = store.startChild();
    holder.tell("open");
    assertThatThrownBy(
            () -> maintenance.repair(store.checkedSettings(), false, ProgressListener.NONE))
        .isInstanceOf(Unavailable.class);
    holder.tell("put a 1");
  }

  private static StoreMaintenance needMaintenance(StoreUnderTest store) {
    Optional<StoreMaintenance> maintenance = store.description().factory().maintenance();
    Assumptions.assumeTrue(maintenance.isPresent(), "the backend's factory has no maintenance");
    return maintenance.orElseThrow();
  }

  /** Writes entries, overwrites and deletes some, closes the store, and gives what it has. */
  private static List<Entry> filled(StoreUnderTest store) {
    store.putAll(Samples.numbered("r", 50));
    store.putAll(Samples.numbered("r", 20));
    store.storage().delete(Key.of("r").child(7));
    List<Entry> entries = Scans.entries(store.storage(), Scan.all());
    store.close();
    return entries;
  }

  private static void assertUnchanged(StoreUnderTest store, List<Entry> before) {
    Contents.showing(assertThat(Scans.entries(store.storage(), Scan.all()))).isEqualTo(before);
    store.close();
  }
}
