package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.Value;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is taken for the service over TLS. */
final class CertificatesTest {
  private static final Key KEY = Key.of("notes", "n1");

  @Test
  void aStoreIsReachedOverTls() {
    try (TestStore store = new TestStore(TestAuthority.of("ip:127.0.0.1"));
        Storage storage = store.open()) {
      storage.put(KEY, Value.json("1"));
      assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(Value.json("1"));
    }
  }

  @Test
  void aServiceThatNobodyTrustsIsRefusedAtOnce() {
    try (FakeS3 service = FakeS3.startWithTls(TestAuthority.of("ip:127.0.0.1").server())) {
      assertRefused(service, TestAuthority.of("ip:127.0.0.1"));
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedAtOnce() {
    TestAuthority other = TestAuthority.of("dns:elsewhere.example");
    try (FakeS3 service = FakeS3.startWithTls(other.server())) {
      assertRefused(service, other);
    }
  }

  private static void assertRefused(FakeS3 service, TestAuthority trusted) {
    S3Backend.Builder builder =
        S3Backend.builder("tests")
            .endpoint(service.endpoint())
            .pathStyle(true)
            .credentials(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY)
            .timeout(Duration.ofSeconds(5))
            .trust(trusted::trust);
    assertThatThrownBy(builder::open)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("certificate");
    assertThat(service.count()).isZero();
  }
}
