package io.holdall.storage.spi;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Configuration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a store needs around it to be understood.
 *
 * <p>A decorator that changes the form in which data is stored, so that without it nothing makes
 * sense, keeps an entry under {@link #key} in the store it decorates, written before anything else,
 * with whatever it needs to know again. It hides that entry from everything outside it: from reads,
 * scans, range checks and counts. So an entry there that can be seen from outside belongs to a
 * decorator that is missing, and {@link io.holdall.storage.Storage} refuses to open such a store.
 * Access control, which is always outermost, looks at what it is put around instead.
 */
public final class StoreRequirements {
  private static final Key COLLECTION = Key.of(Key.RESERVED_PREFIX, "requires");

  /** More than any store has; one page is enough. */
  private static final int LIMIT = 100;

  private StoreRequirements() {}

  /** Where a decorator keeps what it needs to know of a store. */
  public static Key key(String decorator) {
    return COLLECTION.child(decorator);
  }

  /**
   * Looks, by one scan of keys, whether the store needs a decorator that is not around it.
   *
   * @param stack the backend with all its decorators
   * @throws Configuration if it does, naming the decorators
   */
  public static void check(StorageReader stack) {
    List<Entry> missing = stack.scan(Scan.under(COLLECTION).keysOnly().limit(LIMIT)).entries();
    if (!missing.isEmpty()) {
      throw new Configuration(
          "This store can only be read through decorators that are missing; put them around it: "
              + missing.stream()
                  .map(entry -> entry.key().name())
                  .collect(Collectors.joining(", ")));
    }
  }
}
