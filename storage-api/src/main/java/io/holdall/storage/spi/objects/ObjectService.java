package io.holdall.storage.spi.objects;

import io.holdall.storage.Condition;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.util.Optional;

/**
 * A service that keeps objects under names, as {@link ObjectBackend} needs it. Each call is one
 * request, or for a large object one upload, and is <b>never repeated here</b>: {@code
 * ObjectBackend} has the only retry loop.
 *
 * <p>What may be tried again, and whether a condition failed, is told by {@link ObjectFailure}; a
 * {@link io.holdall.storage.StorageException} is final, and says that nothing was written. Names
 * and nonces are printable ASCII. All methods may be called from any thread, and block; a thread
 * that is interrupted and then {@linkplain #abandon abandoned} gets its call back at once, as a
 * failure.
 */
public interface ObjectService extends AutoCloseable {
  /**
   * Called once, before everything else: makes the bucket or container if it is missing and may be
   * made.
   */
  void prepare() throws ObjectFailure;

  /**
   * The object of this name, or empty.
   *
   * @throws io.holdall.storage.StorageException.Corrupt if it is not what {@link #write} wrote
   */
  Optional<StoredObject> read(String name) throws ObjectFailure;

  /** Which writing is there, without reading what may be a large value; or empty. */
  Optional<Writing> readBack(String name) throws ObjectFailure;

  /**
   * Writes an object as a whole, with the nonce where {@link #readBack} finds it.
   *
   * @param nonce 22 letters, digits, hyphens and underscores that no other writing has
   * @param condition kept by the service, in one step with the writing
   * @return the version, which no writing with another nonce ever gets, and which {@link #list}
   *     shows, too
   */
  Version write(String name, Value value, String nonce, Condition condition) throws ObjectFailure;

  /**
   * Removes an object.
   *
   * @param condition any or a version; with a version a missing object is a failed condition, else
   *     it is no failure
   */
  void delete(String name, Condition condition) throws ObjectFailure;

  /**
   * Names in the order of their bytes.
   *
   * @param prefix what they begin with
   * @param after what they follow; need not exist
   * @param limit how many at most, from 1 to 1,000
   */
  ObjectListing list(String prefix, String after, int limit) throws ObjectFailure;

  /** Ends the request that this thread is waiting for, if there is one. */
  void abandon(Thread thread);

  /** Releases connections and threads. */
  @Override
  void close();
}
