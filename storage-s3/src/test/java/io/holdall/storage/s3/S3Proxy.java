package io.holdall.storage.s3;

import io.holdall.emulators.azurite.Azurite;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * S3Proxy in front of Azurite: an S3 service that others wrote, on a free port of loopback, in a
 * JVM of its own with a class path of its own. Starting it takes seconds, so that there is one for
 * all tests; it and its Azurite end with the JVM that started them.
 */
final class S3Proxy {
  static final String ACCESS_KEY = "AKIDPROXY";
  static final String SECRET_KEY = "a-secret-of-the-proxy";

  private static final Path CLASS_PATH = Path.of("target", "s3proxy.classpath");
  private static final Path SETTINGS = Path.of("target", "s3proxy", "s3proxy.properties");

  private final Path settings;
  private final Process process;
  private final URI endpoint;

  private S3Proxy(Azurite azurite, Path settings) throws IOException {
    this.settings = settings;
    this.endpoint = URI.create("http://127.0.0.1:" + freePort());
    Files.write(
        settings,
        List.of(
            "s3proxy.endpoint=" + endpoint,
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + ACCESS_KEY,
            "s3proxy.credential=" + SECRET_KEY,
            "jclouds.provider=azureblob-sdk",
            "jclouds.endpoint=" + azurite.endpoint(),
            "jclouds.identity=" + Azurite.ACCOUNT,
            "jclouds.credential=" + azurite.accountKey()));
    this.process = start();
  }

  /** The one of all tests in this JVM; skips the test if there can be none. */
  static S3Proxy ofAllTests() {
    unavailable().ifPresent(Assumptions::abort);
    return Shared.INSTANCE;
  }

  /** Why it cannot be started here, or empty if it can. */
  private static Optional<String> unavailable() {
    return Files.isReadable(CLASS_PATH)
        ? Azurite.unavailable().map(reason -> "S3Proxy needs Azurite: " + reason)
        : Optional.of("Maven writes S3Proxy's class path, and has not: " + CLASS_PATH);
  }

  /** Starts it, if need be again, should somebody take the port meanwhile. */
  private static S3Proxy started() {
    Azurite azurite = Azurite.start();
    List<String> failures = new ArrayList<>();
    try {
      Files.createDirectories(SETTINGS.getParent());
      while (failures.size() < 3) {
        S3Proxy proxy = new S3Proxy(azurite, SETTINGS);
        if (proxy.answers()) {
          return proxy;
        }
        proxy.end();
        failures.add(Files.readString(proxy.log()));
      }
    } catch (IOException e) {
      azurite.close();
      throw new UncheckedIOException(e);
    }
    azurite.close();
    throw new IllegalStateException("S3Proxy does not start: " + failures);
  }

  URI endpoint() {
    return endpoint;
  }

  /** What store a test opens. */
  S3Backend.Builder builder(String bucket) {
    return S3Backend.builder(bucket)
        .endpoint(endpoint)
        .pathStyle(true)
        .credentials(ACCESS_KEY, SECRET_KEY)
        .createBucket(true);
  }

  private Process start() throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    String classes = Path.of("target", "test-classes").toString();
    String path = classes + File.pathSeparator + Files.readString(CLASS_PATH).strip();
    return new ProcessBuilder(
            java,
            "-Xmx256m",
            // It lives for a minute: a second compiler would take more time than it gives.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            path,
            EndWithParent.class.getName(),
            settings.toString())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private boolean answers() {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::hasStarted);
    return process.isAlive();
  }

  private boolean hasStarted() {
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return !process.isAlive();
    }
  }

  private void end() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private Path log() {
    return settings.resolveSibling("s3proxy.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Not before it is asked for. */
  private static final class Shared {
    static final S3Proxy INSTANCE = started();
  }
}
