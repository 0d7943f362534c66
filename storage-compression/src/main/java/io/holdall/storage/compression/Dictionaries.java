package io.holdall.storage.compression;

import io.holdall.storage.Scan;
import io.holdall.storage.Value;
import io.holdall.storage.spi.StorageReader;
import java.util.Collection;

/**
 * The dictionaries of a compressed store; an extension of it: {@code
 * storage.extension(Dictionaries.class)}.
 */
public interface Dictionaries {
  /** The most examples that are used for training; the first ones. */
  int MOST_EXAMPLES = 20_000;

  /**
   * Trains a dictionary on examples and uses it from now on. Some hundred small values of the kind
   * that will be stored are a beginning; the dictionary has at most 64 KiB, and an eighth of the
   * examples, of which at most 32 MiB are looked at.
   *
   * @return the number of the dictionary, counted from 1
   * @throws io.holdall.storage.StorageException.InvalidArgument if the examples are too few or have
   *     nothing in common
   * @throws io.holdall.storage.StorageException.Conflict if another was trained at the same time
   * @throws io.holdall.storage.StorageException.LimitExceeded if there have been 255 of them
   * @throws io.holdall.storage.StorageException.AccessDenied if the store is opened read-only
   */
  int train(Collection<Value> examples);

  /**
   * Trains on the values of a scan, at most {@value #MOST_EXAMPLES} and 32 MiB of them; throws as
   * {@link #train(Collection)} does.
   */
  int train(StorageReader store, Scan examples);

  /** The number of the dictionary that is used for writing; 0 if there is none. */
  int current();
}
