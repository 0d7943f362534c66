package io.holdall.storage.s3;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Compares the store with the bare SDK, by turns, on a service that takes 20 ms for each request. A
 * program, not a test: {@code docs/s3.md} has its figures. Logs medians in microseconds.
 */
final class Figures {
  private static final Logger log = LoggerFactory.getLogger(Figures.class);
  private static final int ROUNDS = 200;
  private static final byte[] KILOBYTE = new byte[1_024];

  private Figures() {}

  public static void main(String[] arguments) {
    try (TestStore store = new TestStore();
        Storage storage = store.open();
        S3Client sdk = sdk(store.service.endpoint())) {
      store.service.latency(Duration.ofMillis(20));
      Key key = Key.of("point");
      compare(
          "write",
          i -> storage.put(key, Value.binary(KILOBYTE)),
          i ->
              sdk.putObject(
                  request -> request.bucket(TestStore.BUCKET).key("raw"),
                  RequestBody.fromBytes(KILOBYTE)));
      compare(
          "read",
          i -> storage.get(key),
          i ->
              sdk.getObjectAsBytes(request -> request.bucket(TestStore.BUCKET).key("raw"))
                  .asByteArray());
      thousandMessages(store, storage);
    }
  }

  private static void thousandMessages(TestStore store, Storage storage) {
    store.service.latency(Duration.ZERO);
    Conversations chats = Conversations.in(storage);
    for (int i = 0; i < 1_000; i++) {
      chats.append("s", Message.user("m" + i));
    }
    store.service.latency(Duration.ofMillis(20));
    for (int round = 0; round < 3; round++) {
      store.service.forget();
      long start = System.nanoTime();
      long read = chats.messages("s").count();
      log.info(
          "{} messages of a session: {} ms, {} requests, {} at once",
          read,
          (System.nanoTime() - start) / 1_000_000,
          store.service.count(),
          store.service.mostUnderWay());
      store.service.forget();
      start = System.nanoTime();
      int entries =
          storage.scan(Scan.under(Key.of("conversations", "s", "messages"))).entries().size();
      log.info(
          "{} entries of a scan: {} ms, {} requests",
          entries,
          (System.nanoTime() - start) / 1_000_000,
          store.service.count());
    }
  }

  private static void compare(String what, IntConsumer ours, IntConsumer theirs) {
    long[] own = new long[ROUNDS];
    long[] bare = new long[ROUNDS];
    for (int i = -50; i < ROUNDS; i++) {
      long a = timed(ours, i);
      long b = timed(theirs, i);
      if (i >= 0) {
        own[i] = a;
        bare[i] = b;
      }
    }
    Arrays.sort(own);
    Arrays.sort(bare);
    log.info("{}: {} us, SDK {} us", what, own[ROUNDS / 2] / 1_000, bare[ROUNDS / 2] / 1_000);
  }

  private static long timed(IntConsumer action, int i) {
    long start = System.nanoTime();
    action.accept(i);
    return System.nanoTime() - start;
  }

  private static S3Client sdk(URI endpoint) {
    S3Connection connection =
        new S3Connection(
            Optional.of(endpoint),
            Optional.empty(),
            true,
            Optional.of(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY))),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            64);
    return connection.client(connection.http());
  }
}
