package io.holdall.storage.testkit;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.memory.MemoryBackend;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Persistent backends, each wrong in one way. */
final class BrokenJournal {
  private BrokenJournal() {}

  /** Acknowledges a commit and writes it with the next one. */
  static final class WritesLater extends JournalBackend {
    private String waiting = "";

    WritesLater(MemoryBackend state, FileOutputStream file, JournalLock lock) {
      super(state, file, lock);
    }

    @Override
    void append(WriteBatch batch) throws IOException {
      if (!waiting.isEmpty()) {
        write(waiting);
      }
      waiting = JournalLine.of(batch);
    }
  }

  /** Writes a line for each operation, so a crash can come between them. */
  static final class WritesInParts extends JournalBackend {
    WritesInParts(MemoryBackend state, FileOutputStream file, JournalLock lock) {
      super(state, file, lock);
    }

    @Override
    void append(WriteBatch batch) throws IOException {
      for (Operation operation : batch.operations()) {
        WriteBatch part = WriteBatch.builder().add(operation).build();
        if (part.writes()) {
          write(JournalLine.of(part));
        }
      }
    }
  }

  /** Numbers the versions anew when it is opened. */
  static final class RenumbersVersions extends JournalBackend {
    RenumbersVersions(MemoryBackend state, FileOutputStream file, JournalLock lock) {
      super(state, file, lock);
    }

    @Override
    void append(WriteBatch batch) throws IOException {
      write(JournalLine.of(batch));
      write(JournalLine.of(batch));
    }
  }

  /** Lets go of its lock as soon as it has it. */
  static final class DoesNotLock extends JournalBackend {
    DoesNotLock(MemoryBackend state, FileOutputStream file, JournalLock lock) {
      super(state, file, lock);
      lock.release();
    }
  }

  /** Shows what it has refused. */
  static final class KeepsWhatHasNoRoom extends JournalBackend {
    KeepsWhatHasNoRoom(MemoryBackend state, FileOutputStream file, JournalLock lock) {
      super(state, file, lock);
    }

    @Override
    void takeBack(long length) {}
  }

  /** Marks a store in two steps, and takes one between them for damaged. */
  static JournalFactory.Opener judgingWhatIsBeingMade(JournalFactory.Opener sound) {
    return (store, capabilities) -> {
      Path marker = Files.createDirectories(store).resolve("marker");
      try {
        Files.createFile(marker);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // so that others come between
        Files.writeString(marker, "journal");
      } catch (FileAlreadyExistsException e) {
        if (Files.size(marker) == 0) {
          throw new Corrupt("The marker is damaged", e).with("file", marker).with("offset", 0);
        }
      }
      return sound.open(store, capabilities);
    };
  }
}
