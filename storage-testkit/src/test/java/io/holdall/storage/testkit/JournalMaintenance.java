package io.holdall.storage.testkit;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks at journals; has nothing to repair them with. */
final class JournalMaintenance implements StoreMaintenance {
  @Override
  public Verification verify(Settings settings, ProgressListener progress) {
    return new Verification(entries(settings), List.of());
  }

  @Override
  public Repair repair(Settings settings, boolean dryRun, ProgressListener progress) {
    try {
      JournalLock lock = JournalLock.take(settings.path("path"));
      try {
        return new Repair(entries(settings), List.of(), "");
      } finally {
        lock.release();
      }
    } catch (IOException e) {
      throw new Unavailable("The journal cannot be locked", e);
    }
  }

  private static long entries(Settings settings) {
    MemoryBackend state = new MemoryBackend();
    Path journal = JournalBackend.journalIn(settings.path("path"));
    try {
      JournalFactory.replay(journal, state);
    } catch (IOException | RuntimeException e) {
      throw new Corrupt("The journal cannot be read", e).with("file", journal).with("offset", 0);
    }
    return state.scan(Scan.all()).entries().size();
  }
}
