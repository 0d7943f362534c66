package io.holdall.benchmarks;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.s3.S3Backend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The S3 backend and the bare SDK against the service inside the process, which takes its time for
 * every request: values of 1 KiB, and a session of 1,000 messages.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class S3Requests {
  private static final String BUCKET = "benchmarks";
  private static final Key POINT = Key.of("points", "p");
  private static final int VALUE_BYTES = 1_024;
  private static final int MESSAGES = 1_000;
  private static final int AT_ONCE = 64;

  /** How many milliseconds a request takes, the processor's time aside. */
  @Param("20")
  private int latency;

  private final FakeS3 service = FakeS3.start();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private Storage storage;
  private S3Client sdk;

  /** A session of 1,000 messages, and as many bare objects; made only where they are read. */
  @State(Scope.Benchmark)
  public static class Session {
    private Conversations conversations;

    /** Writes both, before every request takes its time. */
    @Setup
    public void fill(S3Requests requests) {
      requests.service.latency(Duration.ZERO);
      conversations = Conversations.in(requests.storage);
      for (int i = 0; i < MESSAGES; i++) {
        String text = Payload.json();
        conversations.append("session", Message.user(text));
        requests.service.put(
            BUCKET, "raw/%06d".formatted(i), text.getBytes(StandardCharsets.UTF_8));
      }
      requests.service.latency(Duration.ofMillis(requests.latency));
    }
  }

  /** Writes the same to both, before every request takes its time. */
  @Setup
  public void fill() {
    service.createBucket(BUCKET);
    storage =
        Storage.of(
            S3Backend.builder(BUCKET)
                .prefix("store")
                .endpoint(service.endpoint())
                .pathStyle(true)
                .credentials(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY)
                .open());
    sdk =
        S3Client.builder()
            .httpClientBuilder(Apache5HttpClient.builder().maxConnections(AT_ONCE))
            .endpointOverride(service.endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            // As the backend does: not every service knows the checksums the SDK would add.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY)))
            .build();
    storage.put(POINT, value());
    putBare("point", RequestBody.fromBytes(bytes()));
    service.latency(Duration.ofMillis(latency));
  }

  /** Ends everything. */
  @TearDown
  public void close() {
    service.latency(Duration.ZERO);
    threads.shutdownNow();
    storage.close();
    sdk.close();
    service.close();
  }

  /** One entry written. */
  @Benchmark
  public Version writeHoldall() {
    return storage.put(POINT, value());
  }

  /** One object written. */
  @Benchmark
  public String writeSdk() {
    return putBare("point", RequestBody.fromBytes(bytes()));
  }

  /** One entry read. */
  @Benchmark
  public Optional<Entry> readHoldall() {
    return storage.get(POINT);
  }

  /** One object read. */
  @Benchmark
  public byte[] readSdk() {
    return getBare("point");
  }

  /** A session of 1,000 messages. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public List<Message> sessionHoldall(Session session) {
    List<Message> messages = session.conversations.messages("session").toList();
    require(messages.size());
    return messages;
  }

  /** The entries of the same messages. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Page scanHoldall(Session session) {
    Page page = storage.scan(Scan.under(Key.of("conversations", "session", "messages")));
    require(page.entries().size());
    return page;
  }

  /** 1,000 objects listed and read, 64 at once. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public List<byte[]> scanSdk(Session session) throws Exception {
    List<Callable<byte[]>> reads =
        sdk.listObjectsV2(request -> request.bucket(BUCKET).prefix("raw/")).contents().stream()
            .map(S3Object::key)
            .<Callable<byte[]>>map(name -> () -> getBare(name))
            .toList();
    List<byte[]> bodies = new ArrayList<>();
    for (Future<byte[]> read : threads.invokeAll(reads)) {
      bodies.add(read.get());
    }
    require(bodies.size());
    return bodies;
  }

  private String putBare(String name, RequestBody body) {
    return sdk.putObject(request -> request.bucket(BUCKET).key(name), body).eTag();
  }

  private byte[] getBare(String name) {
    return sdk.getObjectAsBytes(request -> request.bucket(BUCKET).key(name)).asByteArray();
  }

  private static Value value() {
    return Value.binary(bytes());
  }

  /** Other ones each time. */
  private static byte[] bytes() {
    byte[] bytes = new byte[VALUE_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  private static void require(int found) {
    if (found != MESSAGES) {
      throw new IllegalStateException(found + " were read");
    }
  }
}
