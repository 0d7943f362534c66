package io.holdall.storage.s3;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.emulators.s3.Weakness;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.objects.Opening;
import io.holdall.storage.testkit.objects.Request;
import io.holdall.storage.testkit.objects.ServiceFault;
import io.holdall.storage.testkit.objects.ServiceUnderTest;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A service with a bucket, and stores in it. */
final class TestStore implements ServiceUnderTest {
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

  /** Opens a store under the prefix {@code store/}. */
  @Override
  public Storage open(Opening how) {
    return open(
        builder ->
            builder
                .concurrency(how.concurrency())
                .requestTimeout(how.requestTimeout())
                .timeout(how.timeout())
                .conditions(how.conditions()));
  }

  /** The same, opened as usual but for the changes. */
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
  public void fill(Key parent, int entries, Value value) {
    for (int i = 0; i < entries; i++) {
      byte[] body = Envelope.wrap(value, "%022d".formatted(i));
      service.put(BUCKET, "store/" + parent.child(i).encoded(), body);
    }
    forget();
  }

  @Override
  public void putForeign(String name) {
    String whole = name.startsWith("../") ? name.substring(3) : "store/" + name;
    service.put(BUCKET, whole, new byte[0]);
  }

  @Override
  public void next(Request request, ServiceFault... faults) {
    service.next(operation(request), Stream.of(faults).map(TestStore::fault).toArray(Fault[]::new));
  }

  @Override
  public void release() {
    service.release();
  }

  @Override
  public void latency(Duration value) {
    service.latency(value);
  }

  @Override
  public int count(Request request) {
    return service.count(operation(request));
  }

  @Override
  public int count() {
    return service.count();
  }

  @Override
  public int mostUnderWay() {
    return service.mostUnderWay();
  }

  @Override
  public void forget() {
    service.forget();
  }

  /** The head of a body says which writing it is of. */
  private static Operation operation(Request request) {
    return switch (request) {
      case READ, IDENTIFY -> Operation.GET;
      case WRITE -> Operation.PUT;
      case REMOVE -> Operation.DELETE;
      case LIST -> Operation.LIST;
    };
  }

  private static Fault fault(ServiceFault fault) {
    return fault == ServiceFault.BUSY ? Fault.SLOW_DOWN : Fault.valueOf(fault.name());
  }

  @Override
  public void close() {
    service.close();
  }
}
