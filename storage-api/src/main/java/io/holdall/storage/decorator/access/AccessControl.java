package io.holdall.storage.decorator.access;

import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StoreRequirements;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts access control around a store; the outermost decorator. What it guarantees stands in the
 * {@linkplain io.holdall.storage.decorator.access description of the package}.
 *
 * <pre>{@code
 * try (Storage storage = Storage.builder(backend).with(AccessControl.of(policy)).open()) {
 *   Storage hers = storage.as(Principal.of("ana"));
 *   hers.put(Key.of("users", "ana", "theme"), Value.json("\"dark\""));
 * }
 * }</pre>
 */
public final class AccessControl implements Decorator {
  /** The name of this decorator in profiles. */
  public static final String TYPE = "access-control";

  private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);

  private final Policy policy;

  private AccessControl(Policy policy) {
    this.policy = policy;
  }

  /** Access control by this policy. */
  public static AccessControl of(Policy policy) {
    return new AccessControl(policy);
  }

  /**
   * Puts it around the backend.
   *
   * @throws io.holdall.storage.StorageException.Configuration if the store needs a decorator that
   *     is missing below: from outside nobody could see that
   */
  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    StoreRequirements.check(delegate);
    return new GuardedBackend(delegate, policy, new Denials(System::nanoTime, LOG::warn));
  }

  @Override
  public String name() {
    return TYPE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.JUDGES);
  }
}
