package io.holdall.storage.encryption;

import io.holdall.storage.ProgressListener;
import java.util.SortedMap;

/**
 * The extension of an encrypted store that tells which keys it needs and encrypts it anew: {@code
 * storage.extension(EncryptedStore.class)}.
 *
 * <p>To replace a key, give every process that opens the store a keyset with a new primary key;
 * then {@link #rekey}; then {@link #usage} shows that the old key is no longer needed, and it may
 * be disabled.
 */
public interface EncryptedStore {
  /** The id of the store, to which everything in it is bound. */
  String storeId();

  /** The keyset with which it was opened. */
  Keys keys();

  /**
   * Counts the entries by the number of the key that encrypted them, the store's own entry
   * included. Reads every value, and decrypts none.
   */
  SortedMap<Long, Long> usage(ProgressListener progress);

  /**
   * Encrypts with the primary key every entry that is encrypted with another, while the store is in
   * use: an entry is replaced only if nobody has changed it since it was read. It gets a new
   * version, as by any other write. Stopped at any point, by a kill too, it is continued by calling
   * it again.
   *
   * @throws io.holdall.storage.StorageException.Unsupported if the store keeps no conditions
   * @throws io.holdall.storage.StorageException.AccessDenied if the store is opened read-only, or
   *     an entry is encrypted with a key that the keyset lacks
   * @throws io.holdall.storage.StorageException.Corrupt if an entry is damaged; those before it are
   *     done
   */
  Result rekey(ProgressListener progress);

  /**
   * What was done.
   *
   * @param encrypted how many entries were encrypted anew, the store's own included
   * @param unchanged how many were under the primary key already
   */
  record Result(long encrypted, long unchanged) {}
}
