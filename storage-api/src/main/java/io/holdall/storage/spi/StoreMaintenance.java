package io.holdall.storage.spi;

import io.holdall.storage.ProgressListener;
import java.util.List;

/**
 * Looks for damage in a store that need not be fit to be opened, and salvages what is readable.
 * Found through {@link BackendFactory#maintenance()}.
 */
public interface StoreMaintenance {
  /**
   * Reads everything that is stored and reports every damage found. Changes nothing, and works
   * while another process writes to the store.
   */
  Verification verify(Settings settings, ProgressListener progress);

  /**
   * Salvages every readable commit into a store that opens again, and says exactly what was lost.
   * The damaged files are kept beside it, never deleted. A store without damage is left as it is.
   *
   * @param dryRun report what would be done and lost, and change nothing
   * @throws io.holdall.storage.StorageException.Unavailable if another process holds the store
   */
  Repair repair(Settings settings, boolean dryRun, ProgressListener progress);

  /**
   * One damaged place.
   *
   * @param file the file, relative to the store or absolute
   * @param offset the byte in it where the damage begins, or -1 if it has no one place
   * @param problem what is wrong there, without stored data
   */
  record Damage(String file, long offset, String problem) {}

  /**
   * What verifying found.
   *
   * @param entriesRead how many entries were read and found whole
   * @param damages what was found, in the order of the files
   */
  record Verification(long entriesRead, List<Damage> damages) {
    /** Copies the list. */
    public Verification {
      damages = List.copyOf(damages);
    }

    /** Whether nothing was found. */
    public boolean isSound() {
      return damages.isEmpty();
    }
  }

  /**
   * What repairing did, or in a dry run would do.
   *
   * @param entriesKept how many entries the repaired store has
   * @param lost each stretch that could not be read, and as far as it can be told what stood there
   * @param keptAt where the damaged files are kept, empty text if nothing had to be repaired
   */
  record Repair(long entriesKept, List<Damage> lost, String keptAt) {
    /** Copies the list. */
    public Repair {
      lost = List.copyOf(lost);
    }
  }
}
