package io.holdall.storage.decorator.namespace;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;

/**
 * Puts segments before every key, so that a part of a store looks like a whole one.
 *
 * <pre>{@code
 * Storage tenant = Storage.builder(backend).with(Namespace.of("tenants", "a")).open();
 * tenant.put(Key.of("settings", "theme"), value);   // tenants/a/settings/theme in the backend
 * }</pre>
 *
 * <h2>What it guarantees</h2>
 *
 * <ul>
 *   <li>Nothing outside is seen or changed, by no read, scan, snapshot, condition or range check;
 *       nor is the entry of the prefix itself, {@code tenants/a}.
 *   <li>Keys come back as they were given: in entries, pages, commit results, conflicts and the
 *       attribute {@code key} of every error. The order of keys is the same with the prefix.
 *   <li>The framework's reserved collections ({@code _holdall…}) lie in the namespace like all
 *       others, so each namespace has its own.
 *   <li>Statistics do not tell how many entries there are, nor how large they are: the backend
 *       knows that only of everything together. Nothing of what is outside is shown.
 *   <li>No extension of the delegate is reachable; each would see what is outside.
 * </ul>
 *
 * <p>{@code capabilities().maxKeyBytes()} is lower by the prefix and a slash; a longer key has no
 * entry and cannot be written. The prefix does not count towards the size of a batch. It costs
 * building a key for every key that goes in, and one for every key that comes out.
 *
 * <p>Closing the store closes the backend. To open several namespaces of one backend, open the
 * backend several times if it can be, or close the whole once.
 */
public final class Namespace implements Decorator {
  static final String TYPE = "namespace";

  private final Key prefix;

  private Namespace(Key prefix) {
    this.prefix = prefix;
  }

  /**
   * The namespace with these segments.
   *
   * @throws InvalidArgument if a segment is empty or has an unpaired surrogate, or the first begins
   *     with {@code _holdall}
   */
  public static Namespace of(String first, String... more) {
    return under(Key.of(first, more));
  }

  /**
   * The namespace of everything under the key.
   *
   * @throws InvalidArgument if the key lies in a collection that belongs to the framework
   */
  public static Namespace under(Key prefix) {
    if (prefix.isReserved()) {
      throw new InvalidArgument("A namespace cannot lie in a collection of the framework")
          .with("namespace", prefix);
    }
    return new Namespace(prefix);
  }

  /**
   * The namespace of the delegate's store.
   *
   * @throws Configuration if the prefix leaves no room for keys
   */
  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    if (delegate.capabilities().maxKeyBytes() <= prefix.encoded().length() + 1) {
      throw new Configuration("The namespace is longer than the store's keys can be")
          .with("namespace", prefix);
    }
    return new NamespacedBackend(delegate, new Prefix(prefix));
  }

  @Override
  public String name() {
    return TYPE;
  }
}
