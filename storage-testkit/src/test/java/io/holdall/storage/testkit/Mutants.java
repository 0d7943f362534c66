package io.holdall.storage.testkit;

import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.StorageBackend;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The contract classes of broken backends; run by {@link KitCatchesBrokenBackendsTest} only. */
final class Mutants {
  private static final AtomicBoolean LOSES_NEXT = new AtomicBoolean();

  private Mutants() {}

  private static BackendUnderTest memory(Function<Capabilities, StorageBackend> broken) {
    return BackendUnderTest.of(new MemoryFactory(claims -> claims.rangeChecks(false), broken));
  }

  static final class Sound extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BreakableBackend::new);
    }
  }

  static final class ReissuesVersions extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.ReissuesVersions::new);
    }
  }

  static final class VersionsByContent extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.VersionsByContent::new);
    }
  }

  static final class HalfVisibleBatch extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.HalfVisibleBatch::new);
    }
  }

  static final class WritesUntilConflict extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.WritesUntilConflict::new);
    }
  }

  static final class PhantomLastPage extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.PhantomLastPage::new);
    }
  }

  static final class InclusiveAfter extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.InclusiveAfter::new);
    }
  }

  static final class PrefixWithoutSegments extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.PrefixWithoutSegments::new);
    }
  }

  static final class OrderOfUtf16 extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.OrderOfUtf16::new);
    }
  }

  static final class TrimsKeys extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.TrimsKeys::new);
    }
  }

  static final class FoldsCase extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.FoldsCase::new);
    }
  }

  static final class IgnoresConditions extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.IgnoresConditions::new);
    }
  }

  static final class ChecksBeforeLocking extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.ChecksBeforeLocking::new);
    }
  }

  static final class ReusesItsBuffer extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.ReusesItsBuffer::new);
    }
  }

  static final class TidiesJson extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.TidiesJson::new);
    }
  }

  static final class LiveSnapshot extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.LiveSnapshot::new);
    }
  }

  static final class TellsValues extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.TellsValues::new);
    }
  }

  static final class NeverCloses extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.NeverCloses::new);
    }
  }

  static final class SwallowsInterrupts extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(BrokenMemory.SwallowsInterrupts::new);
    }
  }

  static final class RetriesIntoConflict extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(capabilities -> new BrokenMemory.RetriesIntoConflict(capabilities, LOSES_NEXT))
          .withLostAnswer(() -> LOSES_NEXT.set(true));
    }
  }

  static final class RetriesSoundly extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return memory(capabilities -> new BrokenMemory.RetriesSoundly(capabilities, LOSES_NEXT))
          .withLostAnswer(() -> LOSES_NEXT.set(true));
    }
  }

  static final class WritesLater extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.single(BrokenJournal.WritesLater::new);
    }
  }

  static final class WritesInParts extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.single(BrokenJournal.WritesInParts::new);
    }
  }

  static final class RenumbersVersions extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.single(BrokenJournal.RenumbersVersions::new);
    }
  }

  static final class DoesNotLock extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.single(BrokenJournal.DoesNotLock::new);
    }
  }

  static final class KeepsWhatHasNoRoom extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.single(BrokenJournal.KeepsWhatHasNoRoom::new);
    }
  }

  static final class DoesNotSeeOthers extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.shared(false);
    }
  }

  static final class JudgesWhatAnotherWriterIsMaking extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.openedBy(
          BrokenJournal.judgingWhatIsBeingMade(JournalFactory.sharedOpener(true)));
    }
  }

  static final class JudgesWhatTheHolderIsMaking extends BackendContract {
    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.openedBy(
          BrokenJournal.judgingWhatIsBeingMade(JournalFactory.singleOpener(JournalBackend::new)));
    }
  }
}
