package io.holdall.storage.chronicle;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.chronicle.log.DirectoryLock;
import io.holdall.storage.chronicle.log.Disk;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.Salvage;
import io.holdall.storage.chronicle.map.CleanMark;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Verifies and repairs chronicle stores. Needs none of Chronicle's JVM flags. */
final class ChronicleMaintenance implements StoreMaintenance {
  private final Disk disk;

  ChronicleMaintenance(Disk disk) {
    this.disk = disk;
  }

  @Override
  public Verification verify(Settings settings, ProgressListener progress) {
    return verify(settings.path("path"), progress);
  }

  @Override
  public Repair repair(Settings settings, boolean dryRun, ProgressListener progress) {
    return repair(settings.path("path"), dryRun, progress);
  }

  Verification verify(Path path, ProgressListener progress) {
    LogDirectory directory = new LogDirectory(path);
    try {
      Salvage salvage = Salvage.read(directory, progress);
      List<Damage> damages = new ArrayList<>(salvage.damages());
      if (CleanMark.isBroken(directory)) {
        damages.add(
            new Damage(
                LogDirectory.MAP,
                -1,
                "the map is not as it was when the store was closed; nothing is lost, it is made"
                    + " anew from the log"));
      }
      return new Verification(salvage.entries(), damages);
    } catch (NoSuchFileException e) {
      throw StoreErrors.notFound(path);
    } catch (IOException e) {
      throw StoreErrors.opening(path, e);
    }
  }

  Repair repair(Path path, boolean dryRun, ProgressListener progress) {
    LogDirectory directory = new LogDirectory(path);
    try {
      if (!directory.exists()) {
        throw StoreErrors.notFound(path);
      }
      if (dryRun) {
        return repairHeld(directory, true, progress);
      }
      try (DirectoryLock held = DirectoryLock.acquire(path)) {
        return repairHeld(directory, !held.isHeld(), progress);
      }
    } catch (NoSuchFileException e) {
      throw StoreErrors.notFound(path);
    } catch (IOException e) {
      throw StoreErrors.opening(path, e);
    }
  }

  private Repair repairHeld(LogDirectory directory, boolean dryRun, ProgressListener progress)
      throws IOException {
    Salvage salvage = Salvage.read(directory, progress);
    if (salvage.damages().isEmpty()) {
      if (!dryRun && CleanMark.isBroken(directory)) {
        CleanMark.remove(directory);
      }
      return new Repair(salvage.entries(), List.of(), "");
    }
    Path keep = salvage.keepingPlace();
    if (!dryRun) {
      salvage.rewrite(disk, keep);
    }
    return new Repair(salvage.entries(), salvage.damages(), keep.toString());
  }
}
