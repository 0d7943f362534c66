package io.holdall.storage.testkit;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole contract as tests. Extend it, say how to open the backend, and that is the backend's
 * suite:
 *
 * <pre>{@code
 * final class JsonContractTest extends BackendContract {
 *   @Override
 *   protected BackendUnderTest backend() {
 *     return BackendUnderTest.ofType("json").withPath("path", "store");
 *   }
 * }
 * }</pre>
 *
 * <p>A deviation from the contract is an overridden test with a comment that says why.
 *
 * <p>Tests in other processes make an instance of the subclass there and call {@link #backend()},
 * if decorators or an unregistered factory are involved; so it needs a constructor without
 * parameters, and must be a top-level or static class.
 */
@ExtendWith(KitExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class BackendContract
    implements KeyContract,
        ValueContract,
        ConditionContract,
        BatchContract,
        ScanContract,
        PageContract,
        SnapshotContract,
        LifecycleContract,
        OpeningContract,
        ErrorContract,
        HonestyContract,
        TransactionContract,
        ConcurrencyContract,
        RandomModelContract,
        CrashContract,
        ProcessContract,
        FullDiskContract,
        MaintenanceContract {
  /** For subclasses. */
  protected BackendContract() {}

  /** How to open the backend; called once for each test. */
  protected abstract BackendUnderTest backend();
}
