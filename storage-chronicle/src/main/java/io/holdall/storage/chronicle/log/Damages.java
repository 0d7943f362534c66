package io.holdall.storage.chronicle.log;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.spi.StoreMaintenance.Damage;
import java.util.List;

/** What becomes of damage that is found while a log is read. */
@FunctionalInterface
public interface Damages {
  /** The first damage ends the reading with {@code Corrupt}. */
  Damages FATAL =
      (file, offset, problem) -> {
        throw new Corrupt("A file of the store is damaged")
            .with("file", file)
            .with("offset", offset)
            .with("problem", problem);
      };

  /** Tells of a damaged place; reading goes on behind it if this returns. */
  void found(String file, long offset, String problem);

  /** Collects what is found. */
  static Damages into(List<Damage> list) {
    return (file, offset, problem) -> list.add(new Damage(file, offset, problem));
  }
}
