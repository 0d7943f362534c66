package io.holdall.storage.metrics;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The timers of one store. To ask the registry for one means to build its tags and to compare them,
 * so each is asked for once.
 */
final class Timers {
  private static final String NAME = "db.client.operation.duration";
  private static final String NO_ERROR = "none";

  private final MeterRegistry registry;
  private final Clock clock;
  private final String backend;
  private final String store;
  private final int mostCollections;
  private final Map<String, Map<Operation, Timer>> successes = new ConcurrentHashMap<>();
  private int collections; // guarded by this
  private volatile boolean full;

  Timers(MeterRegistry registry, String backend, String store, int mostCollections) {
    this.registry = registry;
    this.clock = registry.config().clock();
    this.backend = backend;
    this.store = store;
    this.mostCollections = mostCollections;
  }

  /** Makes a call and measures it. */
  <T> T measured(Operation operation, String collection, Supplier<T> call) {
    long start = clock.monotonicTime();
    T result;
    try {
      result = call.get();
    } catch (RuntimeException | Error e) {
      failure(operation, known(collection), e)
          .record(clock.monotonicTime() - start, TimeUnit.NANOSECONDS);
      throw e;
    }
    success(operation, collection).record(clock.monotonicTime() - start, TimeUnit.NANOSECONDS);
    return result;
  }

  private Timer success(Operation operation, String collection) {
    Map<Operation, Timer> timers = successes.get(collection);
    if (timers == null) {
      timers = successes.computeIfAbsent(known(collection), this::register); // not yet, or never
    }
    Timer timer = timers.get(operation);
    if (timer == null) {
      throw new IllegalStateException("No timer for " + operation);
    }
    return timer;
  }

  private Map<Operation, Timer> register(String collection) {
    Map<Operation, Timer> timers = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      timers.put(operation, timer(operation, collection, NO_ERROR));
    }
    return timers;
  }

  /** The collection itself, or what stands for those that came too late. */
  private String known(String collection) {
    if (collection.startsWith(Key.RESERVED_PREFIX)) {
      return Key.RESERVED_PREFIX;
    }
    if (successes.containsKey(collection) || CollectionNames.isNoName(collection)) {
      return collection;
    }
    return full ? CollectionNames.OTHER : added(collection);
  }

  private synchronized String added(String collection) {
    if (!successes.containsKey(collection)) {
      if (collections == mostCollections) {
        full = true;
        return CollectionNames.OTHER;
      }
      collections++;
      successes.put(collection, register(collection));
    }
    return collection;
  }

  private Timer failure(Operation operation, String collection, Throwable error) {
    String type =
        error instanceof StorageException
            ? error.getClass().getSimpleName()
            : error.getClass().getName();
    return timer(operation, collection, type);
  }

  private Timer timer(Operation operation, String collection, String error) {
    return Timer.builder(NAME)
        .description("Duration of calls of the store")
        .tag("db.system.name", backend)
        .tag("db.namespace", store)
        .tag("db.operation.name", operation.tag())
        .tag("db.collection.name", collection)
        .tag("error.type", error)
        .register(registry);
  }
}
