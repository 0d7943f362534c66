package io.holdall.emulators.azurite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With requests that nobody has signed, which Azurite answers with a refusal of its own. */
final class BlobProxyTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static @Nullable Azurite azurite;

  private final BlobProxy proxy = BlobProxy.before(azurite());

  @BeforeAll
  static void start() {
    Azurite.unavailable().ifPresent(Assumptions::abort);
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    if (azurite != null) {
      azurite.close();
    }
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void whatItIsNotToldToSpoilIsHandedOn() throws Exception {
    HttpResponse<String> direct = get(azurite().endpoint());
    HttpResponse<String> through = get(proxy.endpoint());
    assertThat(direct.statusCode()).isEqualTo(403);
    assertThat(through.statusCode()).isEqualTo(direct.statusCode());
    assertThat(through.headers().firstValue("x-ms-error-code"))
        .isPresent()
        .isEqualTo(direct.headers().firstValue("x-ms-error-code"));
    assertThat(through.body()).contains("<Code>");
    assertThat(proxy.count(Operation.GET)).isEqualTo(1);
    assertThat(proxy.count()).isEqualTo(1);
    proxy.forget();
    assertThat(proxy.count()).isZero();
  }

  @Test
  void eachFaultSpoilsOneRequestOfItsKind() throws Exception {
    proxy.next(Operation.GET, Fault.BUSY);
    proxy.next(Operation.DELETE, Fault.RESET_BEFORE);
    HttpResponse<String> busy = get(proxy.endpoint());
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("x-ms-error-code")).contains("ServerBusy");
    assertThat(get(proxy.endpoint()).statusCode()).isEqualTo(403);
    assertThatThrownBy(() -> delete(proxy.endpoint())).isInstanceOf(IOException.class);
    assertThat(delete(proxy.endpoint()).statusCode()).isEqualTo(403);
    assertThat(proxy.count(Operation.GET)).isEqualTo(2);
    assertThat(proxy.count(Operation.DELETE)).isEqualTo(2);
  }

  @Test
  void whatHangsGoesOnWhenItIsReleased() {
    proxy.next(Operation.GET, Fault.HANGS_BEFORE);
    CompletableFuture<HttpResponse<String>> answer =
        CLIENT.sendAsync(request(proxy.endpoint()).build(), HttpResponse.BodyHandlers.ofString());
    await().until(() -> proxy.count(Operation.GET) == 1);
    assertThat(answer).isNotDone();
    proxy.release();
    assertThat(answer.join().statusCode()).isEqualTo(403);
  }

  @Test
  void requestsTakeAsLongAsTheyAreTold() throws Exception {
    proxy.latency(Duration.ofMillis(200));
    long start = System.nanoTime();
    get(proxy.endpoint());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(199));
    assertThat(proxy.mostUnderWay()).isEqualTo(1);
  }

  @Test
  void nobodyGetsThroughOnceItIsClosedAndTheEmulatorGoesOn() throws Exception {
    proxy.close();
    assertThatThrownBy(() -> get(proxy.endpoint())).isInstanceOf(IOException.class);
    assertThat(get(azurite().endpoint()).statusCode()).isEqualTo(403);
  }

  private static HttpResponse<String> get(URI account) throws IOException, InterruptedException {
    return CLIENT.send(request(account).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Which the client does not repeat by itself when the connection ends. */
  private static HttpResponse<String> delete(URI account) throws IOException, InterruptedException {
    return CLIENT.send(request(account).DELETE().build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI account) {
    return HttpRequest.newBuilder(URI.create(account + "/container/blob"));
  }

  private static Azurite azurite() {
    if (azurite == null) {
      throw new IllegalStateException("It was not started");
    }
    return azurite;
  }
}
