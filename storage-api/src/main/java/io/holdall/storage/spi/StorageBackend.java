package io.holdall.storage.spi;

import io.holdall.storage.CommitResult;
import io.holdall.storage.WriteBatch;
import java.util.Optional;

/**
 * The contract of a store: an ordered map from keys to versioned values. Keep this surface minimal:
 * everything else, models, migration, replication, caching, is written once against it.
 *
 * <p>Implemented by authors of backends and decorators. <b>Applications do not call it</b>; they
 * use {@link io.holdall.storage.Storage}, which validates arguments before a call arrives here:
 * keys are valid, values and batches are within {@link #capabilities()}, and what the capabilities
 * deny is never asked for. An implementation does not validate again.
 *
 * <h2>What every implementation promises</h2>
 *
 * <dl>
 *   <dt>Atomicity
 *   <dd>A commit happens as a whole or not at all, for every reader and after every crash. With
 *       {@link Capabilities.Atomicity#ENTRY} batches of one operation are all that is asked for.
 *   <dt>Durability
 *   <dd>When {@link #commit} returns, the batch survives what {@link Capabilities#durability()}
 *       says.
 *   <dt>Visibility
 *   <dd>Every read that begins after a commit has returned sees it, in every thread, and in every
 *       process that may write to the store.
 *   <dt>Versions
 *   <dd>Every put gives its key a version that this key never had, even for identical bytes, after
 *       a delete, or after reopening.
 *   <dt>Fidelity
 *   <dd>Values come back byte for byte with their format, keys character for character.
 *   <dt>Threads
 *   <dd>All methods may be called from any thread at any time, {@link #close} included.
 *   <dt>Interruption
 *   <dd>A caller that is interrupted keeps its interrupt flag; the call either completes or throws,
 *       and the store stays usable for everybody.
 *   <dt>Errors
 *   <dd>Only {@link io.holdall.storage.StorageException}s, each with the kind its own documentation
 *       defines. Messages hold no values and no secrets. Damaged data is {@code Corrupt} with file
 *       and offset, never silently wrong or missing.
 * </dl>
 */
public interface StorageBackend extends StorageReader, AutoCloseable {
  /** What this store can do and how much it takes; constant from open to close, also after it. */
  Capabilities capabilities();

  /**
   * Commits the operations of the batch, all or none.
   *
   * <ul>
   *   <li>All conditions and range checks are evaluated against the state before the batch, at one
   *       moment, together with the writing.
   *   <li>Deleting a key without an entry is a no-op if its condition holds.
   *   <li>A batch without puts and deletes writes nothing but its checks count. An empty batch does
   *       nothing.
   * </ul>
   *
   * @return the versions of all keys that were put
   * @throws io.holdall.storage.StorageException.Conflict if a condition does not hold, with all
   *     keys whose conditions failed; nothing was written
   * @throws io.holdall.storage.StorageException.OutcomeUnknown if the answer was lost and it cannot
   *     be told whether the batch was written. A backend that repeats a request and meets its own
   *     earlier write reports success, never {@code Conflict}
   * @throws io.holdall.storage.StorageException.Unavailable if nothing was written, now and after
   *     any crash, and the same call may be repeated
   * @throws io.holdall.storage.StorageException.LimitExceeded if there is no room; nothing was
   *     written, what is stored stays readable, and writing works again when there is room
   */
  CommitResult commit(WriteBatch batch);

  /** A frozen view; asked for only if {@link Capabilities#snapshots()}. */
  Snapshot snapshot();

  /** Figures for people and monitoring, gathered without reading every value. */
  StorageStats stats();

  /**
   * An ability beyond this interface, such as queries in SQL. A decorator hands its delegate's
   * extension on only if the extension keeps the decorator's own promises; one that hides or
   * transforms data returns empty, and one that forbids or counts writes hands on each {@link
   * ReadingExtension}.
   */
  <T> Optional<T> extension(Class<T> type);

  /**
   * Ends everything: what has been acknowledged stays, commits under way complete or fail, later
   * calls and those on open snapshots throw {@code Closed}, files and locks are released. Closing
   * twice is harmless.
   */
  @Override
  void close();
}
