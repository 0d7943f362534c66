package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import io.holdall.storage.testkit.objects.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the fake might get wrong in the same way as the backend, on a service that others wrote. */
final class S3ProxyTest {
  private static @Nullable S3Proxy proxy;

  @BeforeAll
  static void start() {
    proxy = S3Proxy.ofAllTests();
  }

  @Test
  void itListensOnLoopbackAlone() throws Exception {
    for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : one.inetAddresses().toList()) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> connect(address)).isInstanceOf(SocketException.class);
        }
      }
    }
  }

  @Test
  void theProbeFindsTheOneConditionThatItDoesNotKeep() {
    assertThatThrownBy(() -> service().builder("probed").open())
        .isInstanceOfSatisfying(
            Configuration.class,
            e -> assertThat(e.attribute("ignored")).contains("delete-if-version"));
  }

  @Test
  void ofManyCreationsAndOfManyReplacementsOneSucceeds() throws Exception {
    try (S3Service objects = objects("raced")) {
      List<Version> created = race(objects, Condition.absent());
      assertThat(created).hasSize(1);
      List<Version> replaced = race(objects, Condition.version(created.get(0)));
      assertThat(replaced).hasSize(1).doesNotContainAnyElementsOf(created);
      assertThat(objects.readBack("raced").orElseThrow().version()).isEqualTo(replaced.get(0));
      assertThat(objects.list("", "", 10).objects().get(0).version()).isEqualTo(replaced.get(0));
    }
  }

  @Test
  void aMissingObjectHasNoVersion() throws Exception {
    try (S3Service objects = objects("missing")) {
      Version version = objects.write("a", Value.json("1"), "n".repeat(22), Condition.absent());
      objects.delete("a", Condition.any());
      objects.delete("a", Condition.any());
      assertThatThrownBy(
              () -> objects.write("a", Value.json("1"), "m".repeat(22), Condition.version(version)))
          .isInstanceOfSatisfying(
              ObjectFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONDITION));
      assertThat(objects.read("a")).isEmpty();
      assertThat(objects.readBack("a")).isEmpty();
    }
  }

  @Test
  void largeObjectsGoInPartsAndUnderConditions() throws Exception {
    byte[] large = new byte[11 << 20];
    new Random(11).nextBytes(large);
    try (Storage storage =
        Storage.of(
            service().builder("parts").conditions(false).multipartThreshold(5 << 20).open())) {
      storage.put(Key.of("large"), Value.binary(large));
      assertThat(storage.get(Key.of("large")).orElseThrow().value()).isEqualTo(Value.binary(large));
      assertThat(storage.scan(Scan.all()).entries()).hasSize(1);
    }
  }

  @Test
  void scansContinueWhereTheyEndedInTheOrderOfBytes() {
    try (Storage storage = Storage.of(service().builder("ordered").conditions(false).open())) {
      List<Key> keys = new ArrayList<>();
      for (String name : new String[] {"a", "a-", "a.", "A", "a b", "ä", "~", "a=+,@", "z%"}) {
        keys.add(Key.of("c", name));
        keys.add(Key.of("c", name, "below"));
      }
      keys.forEach(key -> storage.put(key, Value.json("1")));
      keys.sort(null);
      List<Key> found = new ArrayList<>();
      Page page = storage.scan(Scan.all().limit(5));
      page.entries().forEach(entry -> found.add(entry.key()));
      while (page.next().isPresent()) {
        page = storage.scan(Scan.all().limit(5).after(page.next().get()));
        page.entries().forEach(entry -> found.add(entry.key()));
      }
      assertThat(found).isEqualTo(keys);
      Collections.reverse(keys);
      assertThat(storage.scan(Scan.all().reversed()).entries())
          .extracting(Entry::key)
          .isEqualTo(keys);
    }
  }

  @Test
  void wrongCredentialsAndMissingBucketsAreToldApart() {
    S3Backend.Builder wrong =
        service().builder("denied").credentials(S3Proxy.ACCESS_KEY, "another-secret");
    assertThatThrownBy(wrong::open).isInstanceOf(AccessDenied.class);
    assertThatThrownBy(() -> service().builder("nowhere").createBucket(false).open())
        .isInstanceOfSatisfying(
            Unavailable.class, e -> assertThat(e.attribute("reason")).contains("not-found"));
  }

  private static List<Version> race(S3Service objects, Condition condition) {
    List<Call<Version>> racers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    Call.start(
                        () ->
                            objects.write(
                                "raced", Value.json("1"), nonce(i, condition), condition)))
            .toList();
    List<Version> winners = new ArrayList<>();
    for (Call<Version> racer : racers) {
      Throwable failure = racer.failure();
      if (failure == null) {
        winners.add(racer.result());
      } else {
        assertThat(failure)
            .isInstanceOfSatisfying(
                ObjectFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONDITION));
      }
    }
    return winners;
  }

  private static String nonce(int number, Condition condition) {
    return "%021d".formatted(number) + (condition instanceof Condition.Absent ? "c" : "r");
  }

  private static S3Service objects(String bucket) throws ObjectFailure {
    S3Service objects = service().builder(bucket).service();
    objects.prepare();
    return objects;
  }

  private static S3Proxy service() {
    if (proxy == null) {
      throw new IllegalStateException("It was not started");
    }
    return proxy;
  }

  private static void connect(InetAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, service().endpoint().getPort()), 2_000);
    }
  }
}
