package io.holdall.storage.testkit.objects;

import static org.awaitility.Awaitility.await;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.time.Duration;
import java.util.Collections;

/**
 * A service of objects, or an emulator of one, that counts the requests of stores and lets them go
 * wrong on demand; all its stores begin their names with the same prefix. For any thread.
 */
public interface ServiceUnderTest extends AutoCloseable {
  /** Opens a store. What opening costs is not counted: {@link #forget()} is called afterwards. */
  Storage open(Opening how);

  /** Opens a store as usual. */
  default Storage open() {
    return open(Opening.usual());
  }

  /**
   * Puts entries {@code parent/000000000000} on into the stores, as they would write them but
   * without them, and calls {@link #forget()}.
   */
  void fill(Key parent, int entries, Value value);

  /**
   * Puts an object without content into the service, whoever may have made it.
   *
   * @param name below the prefix of all stores, or beside it if it begins with {@code ../}
   */
  void putForeign(String name);

  /** The next requests of this kind go wrong, one fault each. */
  void next(Request request, ServiceFault... faults);

  /** As many requests of this kind go wrong as a test can make. */
  default void always(Request request, ServiceFault fault) {
    next(request, Collections.nCopies(1_000, fault).toArray(new ServiceFault[0]));
  }

  /** Lets go on what hangs. */
  void release();

  /** How long each request takes at least. */
  void latency(Duration value);

  /** How many requests of a kind came since the last call of {@link #forget()}. */
  int count(Request request);

  /** How many requests of every kind came since the last call of {@link #forget()}. */
  int count();

  /** How many requests were under way at once since the last call of {@link #forget()}. */
  int mostUnderWay();

  /** Counts from zero again. */
  void forget();

  /** Waits until a request of this kind has come. */
  default void awaitRequest(Request request) {
    await().until(() -> count(request) > 0);
  }

  @Override
  void close();
}
