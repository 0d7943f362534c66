package io.holdall.storage;

import io.holdall.storage.config.Profiles;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.PrincipalViews;
import io.holdall.storage.spi.StackOrder;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import io.holdall.storage.spi.StoreRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store, as applications use it. It validates arguments, adds the circumstances to errors, and
 * offers every convenience; the store itself is a {@link StorageBackend} behind it.
 *
 * <pre>{@code
 * try (Storage storage = Storage.open("development")) {
 *   Key key = Key.of("settings", "theme");
 *   Version version = storage.put(key, Value.json("{\"dark\":true}"));
 *   storage.put(key, Value.json("{\"dark\":false}"), Condition.version(version));
 *   storage.get(key).ifPresent(entry -> System.out.println(entry.value().text()));
 * }
 * }</pre>
 *
 * <p>When a write returns, it is durable as {@link Capabilities#durability()} says, and every later
 * read sees it. Thread-safe; open one and share it. Every method throws {@link StorageException}
 * and nothing else for what goes wrong in the store; {@code Closed} after {@link #close()}.
 */
public final class Storage extends StorageView implements AutoCloseable {
  private final StorageBackend backend;
  private final Capabilities capabilities;

  private Storage(StorageBackend backend) {
    super(backend, backend.capabilities().backend());
    this.backend = backend;
    this.capabilities = backend.capabilities();
  }

  /**
   * Opens the profile that {@code HOLDALL_PROFILE} names, {@code development} when it names none.
   *
   * @throws StorageException.Configuration if the profile or a setting is wrong or a jar is missing
   * @throws StorageException.Unavailable if another process holds the store
   * @throws StorageException.Corrupt if the store is damaged
   */
  public static Storage open() {
    return Profiles.load().open();
  }

  /** Opens the profile of this name; throws as {@link #open()} does. */
  public static Storage open(String profile) {
    return Profiles.loader().select(profile).load().open();
  }

  /** A new, empty store on the heap, gone when it is closed. */
  public static Storage inMemory() {
    return of(new MemoryBackend());
  }

  /**
   * The front of a backend that is open already; closing the front closes the backend. If it fails
   * the backend is closed.
   *
   * @throws StorageException.Configuration if the store was written through a decorator, such as
   *     encryption, that is not around it
   */
  public static Storage of(StorageBackend backend) {
    Storage storage = new Storage(backend);
    try {
      if (backend.extension(PrincipalViews.class).isEmpty()) { // else looked at below it
        StoreRequirements.check(backend);
      }
      return storage;
    } catch (StorageException e) {
      backend.close();
      throw storage.attributed(e, "open");
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  /** Puts decorators around a backend. */
  public static Builder builder(StorageBackend backend) {
    return new Builder(backend);
  }

  /** Writes the value, whatever is there, and returns its version. */
  public Version put(Key key, Value value) {
    return put(key, value, Condition.any());
  }

  /**
   * Writes the value if the condition holds, and returns its version.
   *
   * @throws StorageException.Conflict if it does not hold
   * @throws StorageException.LimitExceeded if the value is too large or there is no room
   */
  public Version put(Key key, Value value, Condition condition) {
    return commit(WriteBatch.of(new WriteBatch.Put(key, value, condition))).version(key);
  }

  /** Removes the entry; without one nothing happens. */
  public void delete(Key key) {
    delete(key, Condition.any());
  }

  /**
   * Removes the entry if the condition holds.
   *
   * @throws StorageException.Conflict if it does not hold
   */
  public void delete(Key key, Condition condition) {
    commit(WriteBatch.of(new WriteBatch.Delete(key, condition)));
  }

  /**
   * Commits all operations of the batch or none.
   *
   * @throws StorageException.Conflict if a condition does not hold
   * @throws StorageException.LimitExceeded if the batch or a value is too large or there is no room
   * @throws StorageException.Unsupported if the batch has several operations and the store can only
   *     change one entry at a time, or it has conditions that the store cannot keep
   * @throws StorageException.AccessDenied if the store is opened read-only, or the batch writes to
   *     a collection that belongs to the framework
   * @throws StorageException.OutcomeUnknown if it cannot be told whether the batch was written
   */
  public CommitResult commit(WriteBatch batch) {
    try {
      BatchRules.check(batch, capabilities);
      return backend.commit(batch);
    } catch (StorageException e) {
      attributed(e, "commit");
      if (batch.operations().size() == 1) {
        e.with("key", batch.operations().get(0).key());
      }
      throw e;
    }
  }

  /**
   * Reads and writes as if alone: the body's writes are committed together, provided that nothing
   * it read has changed meanwhile; otherwise the body runs again.
   *
   * <pre>{@code
   * storage.transact(tx -> {
   *   int count = tx.get(key).map(v -> Integer.parseInt(v.text())).orElse(0);
   *   tx.put(key, Value.json(Integer.toString(count + 1)));
   *   return count + 1;
   * });
   * }</pre>
   *
   * <p>Committed transactions are serialisable, for the keys and for the ranges read. The body may
   * run several times and must have no other effects; while it runs it may see entries of different
   * moments, but such a run is never committed. An exception from the body ends the transaction and
   * nothing is written.
   *
   * @return what the body returned in the run that was committed
   * @throws StorageException.Unsupported if the store can only change one entry at a time
   * @throws StorageException.Conflict if {@value Transactions#ATTEMPTS} runs met changes by others
   * @throws StorageException.OutcomeUnknown if it cannot be told whether the last run was written
   */
  public <T> T transact(Function<Transaction, T> body) {
    if (capabilities.atomicity() != Atomicity.STORE || !capabilities.conditions()) {
      throw attributed(
          new StorageException.Unsupported(
              "A transaction needs a store that commits several entries at once"),
          "transact");
    }
    return Transactions.run(this, body);
  }

  /**
   * A frozen view of the store as it is now.
   *
   * @throws StorageException.Unsupported if the store has none
   */
  public StorageSnapshot snapshot() {
    try {
      if (!capabilities.snapshots()) {
        throw new StorageException.Unsupported("This store has no snapshots");
      }
      return new StorageSnapshot(backend.snapshot(), capabilities.backend());
    } catch (StorageException e) {
      throw attributed(e, "snapshot");
    }
  }

  /** Figures for people and monitoring. */
  public StorageStats stats() {
    try {
      return backend.stats();
    } catch (StorageException e) {
      throw attributed(e, "stats");
    }
  }

  /** What this store can do and how much it takes. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /**
   * An ability that only some backends have, such as queries in SQL; empty if this one does not, or
   * if a decorator around it hides it.
   */
  public <T> Optional<T> extension(Class<T> type) {
    return backend.extension(type);
  }

  /**
   * This store as the principal may see and change it: what may not be read is not there, what may
   * not be changed is refused. Closing the view closes the view alone.
   *
   * @throws StorageException.Unsupported if no access control stands around the store
   */
  public Storage as(Principal principal) {
    PrincipalViews views =
        backend
            .extension(PrincipalViews.class)
            .orElseThrow(
                () ->
                    attributed(
                        new StorageException.Unsupported(
                            "This store has no access control; put it around the backend, as the"
                                + " last decorator"),
                        "as"));
    return new Storage(views.as(principal));
  }

  /**
   * The backend behind this front, without validation, for the framework's own work such as
   * migration. Applications do not call it.
   */
  public StorageBackend backend() {
    return backend;
  }

  /** Releases everything; what was acknowledged stays. Closing twice is harmless. */
  @Override
  public void close() {
    try {
      backend.close();
    } catch (StorageException e) {
      throw attributed(e, "close");
    }
  }

  /** Puts decorators around a backend, innermost first; not thread-safe. */
  public static final class Builder {
    private final StorageBackend backend;
    private final List<Decorator> decorators = new ArrayList<>();

    private Builder(StorageBackend backend) {
      this.backend = backend;
    }

    /** Puts this around everything so far. */
    public Builder with(Decorator decorator) {
      decorators.add(decorator);
      return this;
    }

    /**
     * The storage, with all decorators around the backend. If it fails the backend is closed.
     *
     * @throws StorageException.Configuration if the order of the decorators makes no sense, or the
     *     store was written through a decorator that is missing
     */
    public Storage open() {
      StorageBackend stack = backend;
      try {
        StackOrder.check(decorators);
        for (Decorator decorator : decorators) {
          stack = decorator.decorate(stack);
        }
        return of(stack);
      } catch (RuntimeException | Error e) {
        stack.close();
        throw e;
      }
    }
  }
}
