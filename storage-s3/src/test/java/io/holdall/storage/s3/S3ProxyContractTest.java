package io.holdall.storage.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.holdall.storage.testkit.StoreUnderTest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The kit on a service that others wrote. It ignores {@code If-Match} of deletes, so that the kit
 * does without conditions; those of puts are tried in {@link S3ProxyTest}.
 */
final class S3ProxyContractTest extends BackendContract {
  private static @Nullable S3Proxy proxy;

  @BeforeAll
  static void start() {
    proxy = S3Proxy.ofAllTests();
    proxy.builder("kit").conditions(false).open().close(); // makes the bucket
  }

  @Override
  @Test
  public void aScanSeesEveryLastingEntryOnceWhileOthersComeAndGo(StoreUnderTest store)
      throws Exception {
    assumeHeavy();
    super.aScanSeesEveryLastingEntryOnceWhileOthersComeAndGo(store);
  }

  @Override
  @Test
  public void everyAsciiCharacterRoundTrips(StoreUnderTest store) {
    assumeHeavy();
    super.everyAsciiCharacterRoundTrips(store);
  }

  @Override
  @Test
  public void everyByteValueRoundTrips(StoreUnderTest store) {
    assumeHeavy();
    super.everyByteValueRoundTrips(store);
  }

  @Override
  @Test
  public void reopeningSeesEverything(StoreUnderTest store) {
    assumeHeavy();
    super.reopeningSeesEverything(store);
  }

  @Override
  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  public void randomHistoriesAgreeWithASortedMap(StoreUnderTest store) {
    assumeHeavy();
    super.randomHistoriesAgreeWithASortedMap(store);
  }

  /** Whoever dies there, the service never learns of it: the fake shows the same in less time. */
  @Override
  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  public void aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf(StoreUnderTest store) {
    assumeHeavy();
    super.aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf(store);
  }

  /** For thousands of requests, each of some 10 ms of processor time in the two emulators. */
  private static void assumeHeavy() {
    assumeTrue(Boolean.getBoolean(HEAVY), "Takes minutes here; -D" + HEAVY + "=true runs it");
  }

  @Override
  protected BackendUnderTest backend() {
    String endpoint = proxy == null ? "http://127.0.0.1:1" : proxy.endpoint().toString();
    return BackendUnderTest.ofType("s3")
        .with("bucket", "kit")
        .with("endpoint", endpoint)
        .with("path-style", "true")
        .with("access-key", S3Proxy.ACCESS_KEY)
        .with("secret-key", S3Proxy.SECRET_KEY)
        .with("conditions", "unsupported")
        .withPath("prefix", "store");
  }
}
