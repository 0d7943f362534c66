package io.holdall.storage.testkit.decorator;

import static io.holdall.storage.decorator.access.Permission.ADMINISTER;
import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;

import io.holdall.storage.Key;
import io.holdall.storage.Principal;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.access.Rule;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.holdall.storage.testkit.StoreUnderTest;
import java.util.List;

/**
 * The kit over a view of which no stretch is wholly visible, so that every scan is filtered and
 * every check of a range looks into the store, between entries that are hidden.
 */
final class JudgedViewContractTest extends BackendContract {
  /** Before and behind all that the kit writes, and in between. */
  private static final List<Key> HIDDEN =
      List.of(Key.of("!hidden"), Key.of("hidden"), Key.of("r", "hidden"), Key.of("~hidden"));

  @Override
  protected BackendUnderTest backend() {
    String[] hidden = HIDDEN.stream().map(Key::encoded).toArray(String[]::new);
    Policy policy =
        Policy.builder()
            .rule(Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("**").toAnyone())
            .rule(Rule.deny(READ, LIST, CREATE, UPDATE, DELETE).on(hidden).toAnyone())
            .rule(Rule.allow(ADMINISTER).toAnyone())
            .build();
    return BackendUnderTest.ofType("memory")
        .decoratedBy(
            delegate ->
                new OwningView(
                    AccessControl.of(policy).decorate(filled(delegate)), Principal.of("ana")));
  }

  @Override
  public void statisticsCountTheEntriesAndShowNoValues(StoreUnderTest store) {
    // The figures are those of the whole store, hidden entries included.
  }

  private static StorageBackend filled(StorageBackend store) {
    WriteBatch.Builder batch = WriteBatch.builder();
    HIDDEN.forEach(key -> batch.put(key, Value.json("\"hidden\"")));
    store.commit(batch.build());
    return store;
  }
}
