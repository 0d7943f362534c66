package io.holdall.storage.s3;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Weakness;
import io.holdall.storage.Storage;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A service with a bucket, and stores in it. */
final class TestStore implements AutoCloseable {
  static final String BUCKET = "tests";

  final FakeS3 service;
  private final UnaryOperator<S3Backend.Builder> reached;

  TestStore(Weakness... weaknesses) {
    this(FakeS3.start(weaknesses), builder -> builder);
  }

  /** A service that is spoken to over TLS by those who trust the authority. */
  TestStore(TestAuthority authority) {
    this(FakeS3.startWithTls(authority.server()), builder -> builder.trust(authority::trust));
  }

  private TestStore(FakeS3 service, UnaryOperator<S3Backend.Builder> reached) {
    this.service = service;
    this.reached = reached;
    service.createBucket(BUCKET);
  }

  /** Opens a store under the prefix {@code store/}; what opening costs is not counted. */
  Storage open() {
    return open(builder -> builder);
  }

  Storage open(UnaryOperator<S3Backend.Builder> changes) {
    Storage storage = Storage.of(changes.apply(builder()).open());
    service.forget();
    return storage;
  }

  S3Backend.Builder builder() {
    return reached.apply(
        S3Backend.builder(BUCKET)
            .prefix("store")
            .endpoint(service.endpoint())
            .pathStyle(true)
            .credentials(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY)
            .timeout(Duration.ofSeconds(30)));
  }

  @Override
  public void close() {
    service.close();
  }
}
