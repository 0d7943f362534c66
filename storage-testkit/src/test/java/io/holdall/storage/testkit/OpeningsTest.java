package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.memory.MemoryBackend;
import org.junit.jupiter.api.Test;

final class OpeningsTest {
  private final Openings openings = new Openings();

  @Test
  void whatIsOpenedAfterTheEndIsClosedAtOnce() {
    Storage late = Storage.inMemory();
    openings.closeAll();
    assertThatThrownBy(() -> openings.add(late)).isInstanceOf(IllegalStateException.class);
    assertIsClosed(late);
  }

  @Test
  void oneThatCannotBeClosedHindersNoOther() {
    openings.add(Storage.of(new Unclosable()));
    Storage second = openings.add(Storage.inMemory());
    openings.add(Storage.of(new Unclosable()));
    assertThatThrownBy(openings::closeAll)
        .isInstanceOfSatisfying(
            OutcomeUnknown.class, e -> assertThat(e.getSuppressed()).hasSize(1));
    assertIsClosed(second);
  }

  private static void assertIsClosed(Storage storage) {
    assertThatThrownBy(() -> storage.scan(Scan.all())).isInstanceOf(Closed.class);
  }

  /** Fails when it is closed. */
  private static final class Unclosable extends BreakableBackend {
    Unclosable() {
      super(MemoryBackend.defaultCapabilities().build());
    }

    @Override
    public synchronized void close() {
      super.close();
      throw new OutcomeUnknown("It cannot be closed", new IllegalStateException("the disk"));
    }
  }
}
