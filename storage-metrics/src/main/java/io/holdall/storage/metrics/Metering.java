package io.holdall.storage.metrics;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

/**
 * Measures every call, under the names that OpenTelemetry's conventions for databases give.
 *
 * <pre>{@code
 * Storage.builder(backend).with(Metering.to(registry)).open();
 * }</pre>
 *
 * <p>There is one meter, the timer {@code db.client.operation.duration}, with these tags:
 *
 * <table>
 * <caption>Tags</caption>
 * <tr><td>{@code db.system.name}</td><td>the type of the backend, such as {@code sqlite}</td></tr>
 * <tr><td>{@code db.namespace}</td><td>the name of the store, to tell several of one type apart;
 *     {@code default} when not set</td></tr>
 * <tr><td>{@code db.operation.name}</td><td>{@code get}, {@code scan}, {@code commit}, {@code
 *     snapshot} or {@code stats}</td></tr>
 * <tr><td>{@code db.collection.name}</td><td>the first segment of the keys, encoded; {@code _several}
 *     for keys of several collections, {@code _none} for calls without keys, {@code _holdall} for
 *     the framework's own, {@code _other} when there have been too many</td></tr>
 * <tr><td>{@code error.type}</td><td>the kind of error, such as {@code Conflict}; {@code none}
 *     </td></tr>
 * </table>
 *
 * <h2>What it guarantees</h2>
 *
 * <ul>
 *   <li>Everything else is the delegate's: results, errors, extensions.
 *   <li>No value and no key stands in a tag, but for the names of collections, of which there are
 *       at most {@link #collections} in a store.
 *   <li>Every call is measured once, the reads of snapshots included, from the moment it reaches
 *       the decorator: what stands inside counts, what stands outside does not.
 * </ul>
 *
 * <p>Meters stay in the registry when the store is closed; opened again, it goes on with them.
 * Percentiles and histograms are a matter of the registry's filters.
 */
public final class Metering implements Decorator {
  static final String TYPE = "metrics";
  static final String DEFAULT_NAME = "default";
  static final int DEFAULT_COLLECTIONS = 50;

  private final MeterRegistry registry;
  private final String name;
  private final int collections;

  private Metering(MeterRegistry registry, String name, int collections) {
    this.registry = registry;
    this.name = name;
    this.collections = collections;
  }

  /** Tells this registry. */
  public static Metering to(MeterRegistry registry) {
    return new Metering(registry, DEFAULT_NAME, DEFAULT_COLLECTIONS);
  }

  /** Tells {@link Metrics#globalRegistry}, as profiles do. */
  public static Metering toGlobalRegistry() {
    return to(Metrics.globalRegistry);
  }

  /** This one for a store of this name. */
  public Metering named(String store) {
    if (store.isBlank()) {
      throw new Configuration("The name of a store in metrics is blank");
    }
    return new Metering(registry, store, collections);
  }

  /**
   * This one with at most so many names of collections, the first to be seen; 50 when not set, 0
   * for stores whose collections are not to be named.
   */
  public Metering collections(int most) {
    if (most < 0) {
      throw new Configuration("The most collections in metrics are negative");
    }
    return new Metering(registry, name, most);
  }

  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    String backend = delegate.capabilities().backend();
    return new MeasuredBackend(delegate, new Timers(registry, backend, name, collections));
  }

  @Override
  public String name() {
    return TYPE;
  }
}
