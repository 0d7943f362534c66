package io.holdall.storage;

import java.util.NavigableMap;
import java.util.Optional;

/**
 * What the body of {@link Storage#transact} reads and writes through. It sees its own writes. Valid
 * only while the body runs, and only in its thread.
 */
public interface Transaction {
  /** The value of the key, or empty if there is none; the transaction depends on it. */
  Optional<Value> get(Key key);

  /**
   * Every entry of the range; the transaction depends on the range holding these and no others.
   * Read into memory as a whole, so keep it small.
   *
   * @throws StorageException.Unsupported if the store cannot check ranges, for then the transaction
   *     would not be serialisable
   */
  NavigableMap<Key, Value> range(KeyRange range);

  /** Everything under the key, as {@link #range}. */
  default NavigableMap<Key, Value> under(Key ancestor) {
    return range(KeyRange.under(ancestor));
  }

  /** Writes the value when the transaction commits. */
  void put(Key key, Value value);

  /** Removes the entry when the transaction commits. */
  void delete(Key key);
}
