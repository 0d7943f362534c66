package io.holdall.storage.json;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.log.LogDamage;
import io.holdall.storage.json.log.Repairing;
import io.holdall.storage.json.log.Salvage;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Verifies and repairs JSON stores. Progress is counted in bytes. */
final class JsonMaintenance implements StoreMaintenance {
  private final Disk disk;

  JsonMaintenance(Disk disk) {
    this.disk = disk;
  }

  @Override
  public Verification verify(Settings settings, ProgressListener progress) {
    return verify(JsonBackendFactory.builder(settings).options().directory(), progress);
  }

  @Override
  public Repair repair(Settings settings, boolean dryRun, ProgressListener progress) {
    return repair(JsonBackendFactory.builder(settings).options().directory(), dryRun, progress);
  }

  Verification verify(Path directory, ProgressListener progress) {
    try (Salvage salvage = Salvage.read(disk, directory, progress)) {
      return new Verification(salvage.entries(), described(salvage.damages()));
    } catch (NoSuchFileException e) {
      throw DiskErrors.notFound(directory);
    } catch (IOException e) {
      throw DiskErrors.opening(disk, directory, e);
    }
  }

  Repair repair(Path directory, boolean dryRun, ProgressListener progress) {
    try {
      if (!disk.exists(directory)) {
        throw DiskErrors.notFound(directory);
      }
      if (dryRun) {
        return repairHeld(directory, true, progress);
      }
      Disk.Lock lock = disk.lock(directory);
      try {
        return repairHeld(directory, false, progress);
      } finally {
        lock.close();
      }
    } catch (NoSuchFileException e) {
      throw DiskErrors.notFound(directory);
    } catch (IOException e) {
      throw DiskErrors.opening(disk, directory, e);
    }
  }

  private Repair repairHeld(Path directory, boolean dryRun, ProgressListener progress)
      throws IOException {
    try (Salvage salvage = Salvage.read(disk, directory, progress)) {
      if (salvage.damages().isEmpty()) {
        return new Repair(salvage.entries(), List.of(), "");
      }
      Repairing repairing = new Repairing(disk, directory, salvage);
      Path keep = repairing.keepingPlace();
      Repair repair = new Repair(salvage.entries(), described(repairing.lost()), keep.toString());
      if (!dryRun) {
        repairing.run(keep, progress);
      }
      return repair;
    }
  }

  private static List<Damage> described(List<LogDamage> damages) {
    return damages.stream()
        .map(damage -> new Damage(damage.file(), damage.offset(), damage.description()))
        .toList();
  }
}
