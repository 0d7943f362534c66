package io.holdall.emulators.azurite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class AzuriteTest {
  @BeforeAll
  static void requireAzurite() {
    Azurite.unavailable().ifPresent(Assumptions::abort);
  }

  @Test
  void severalRunSideBySideUntilTheyAreClosed() throws Exception {
    try (Azurite lasting = Azurite.start()) {
      Azurite ended = Azurite.start();
      try (ended) {
        assertThat(ended.endpoint()).isNotEqualTo(lasting.endpoint());
        assertThat(ended.connectionString()).contains(ended.accountKey(), "/" + Azurite.ACCOUNT);
        assertAnswers(ended);
      }
      assertThat(ended.process().isAlive()).isFalse();
      assertThatThrownBy(() -> assertAnswers(ended)).isInstanceOf(ConnectException.class);
      assertAnswers(lasting);
    }
  }

  @Test
  void itEndsWithAJvmThatIsKilled() throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dholdall.azurite.directory="
                    + System.getProperty("holdall.azurite.directory", ""),
                Starter.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = jvm.inputReader()) {
      Optional<ProcessHandle> azurite = ProcessHandle.of(Long.parseLong(output.readLine()));
      assertThat(azurite).hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
      jvm.destroyForcibly();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> azurite.map(process -> !process.isAlive()).orElse(true));
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Starts one and waits to be killed. */
  static final class Starter {
    private Starter() {}

    @SuppressWarnings("SystemOut") // that is how it talks to the test
    public static void main(String[] arguments) throws InterruptedException {
      try (Azurite azurite = Azurite.start()) {
        System.out.println(azurite.process().pid());
        Thread.sleep(Duration.ofMinutes(5).toMillis());
      }
    }
  }

  private static void assertAnswers(Azurite azurite) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(azurite.endpoint()).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Server"))
        .hasValueSatisfying(name -> assertThat(name).contains("Azurite"));
  }
}
