package io.holdall.storage.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.holdall.storage.testkit.StoreUnderTest;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kit on a service that others wrote. It ignores {@code If-Match} of deletes, so that the kit
 * does without conditions; those of puts are tried in {@link S3ProxyTest}.
 */
final class S3ProxyContractTest extends BackendContract {
  private static @Nullable S3Proxy proxy;

  @BeforeAll
  static void start(@TempDir Path directory) {
    Optional<String> reason = S3Proxy.unavailable();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    proxy = S3Proxy.start(directory);
    proxy.builder("kit").conditions(false).open().close(); // makes the bucket
  }

  @AfterAll
  static void stop() {
    if (proxy != null) {
      proxy.close();
    }
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
  public void reopeningSeesEverything(StoreUnderTest store) {
    assumeHeavy();
    super.reopeningSeesEverything(store);
  }

  @Override
  @Test
  public void randomHistoriesAgreeWithASortedMap(StoreUnderTest store) {
    assumeHeavy();
    super.randomHistoriesAgreeWithASortedMap(store);
  }

  /** For thousands of requests, each of some 40 ms through two emulators. */
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
