package io.holdall.emulators.azurite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running Azurite: one account, loopback only, on a free port, with a key of its own. It keeps
 * its blobs in memory and forgets them when it is closed. It ends with the JVM that started it,
 * however that ends.
 */
public final class Azurite implements AutoCloseable {
  /** The account's name. */
  public static final String ACCOUNT = "holdall";

  private static final Duration START = Duration.ofMinutes(1);
  private static final Pattern LISTENS =
      Pattern.compile(".* listens on (http://127\\.0\\.0\\.1:\\d+)");

  private final Process process;
  private final Thread atExit;
  private final String key;
  private final URI endpoint;

  private Azurite(Process process, String key) {
    this.process = process;
    this.key = key;
    atExit = new Thread(process::destroyForcibly, "azurite-end");
    Runtime.getRuntime().addShutdownHook(atExit);
    CompletableFuture<URI> listening = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, listening), "azurite-output");
    reader.setDaemon(true);
    reader.start();
    endpoint = URI.create(await(listening) + "/" + ACCOUNT);
  }

  /**
   * Why it cannot be started here, or empty if it can. The first call on a machine installs it,
   * which takes half a minute and needs the npm registry; later ones find it in a directory that
   * the system property {@code holdall.azurite.directory} names, or else in the user's cache.
   */
  public static Optional<String> unavailable() {
    return Installation.shared().failure();
  }

  /**
   * Starts one.
   *
   * @throws IllegalStateException if it is {@link #unavailable()}, or does not start
   */
  public static Azurite start() {
    Installation installation = Installation.shared();
    installation
        .failure()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return start(installation, Base64.getEncoder().encodeToString(key));
  }

  private static Azurite start(Installation installation, String key) {
    Process process;
    try {
      process = installation.start(ACCOUNT + ":" + key);
    } catch (IOException e) {
      throw new UncheckedIOException("Azurite cannot be started", e);
    }
    try {
      return new Azurite(process, key);
    } catch (RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Where the account is: {@code http://127.0.0.1:PORT/ACCOUNT}. */
  public URI endpoint() {
    return endpoint;
  }

  /** The account's key, in Base64. */
  public String accountKey() {
    return key;
  }

  /** What Azure's tools and libraries take to find and open the account. */
  public String connectionString() {
    return connectionString(endpoint);
  }

  /** The same through another endpoint, that of a proxy for one. */
  public String connectionString(URI through) {
    return "DefaultEndpointsProtocol=http;AccountName="
        + ACCOUNT
        + ";AccountKey="
        + key
        + ";BlobEndpoint="
        + through
        + ";";
  }

  /** The process, for tests of its end. */
  ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends the process and waits until it has ended. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook may run: it does the same again.
    }
  }

  private static URI await(CompletableFuture<URI> listening) {
    try {
      return listening.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Azurite did not start", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("Azurite did not start in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The start of Azurite was interrupted", e);
    }
  }

  /** To the end, or the process would stop when the pipe is full. */
  private static void read(Process process, CompletableFuture<URI> listening) {
    List<String> before = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher address = LISTENS.matcher(line);
        if (address.matches()) {
          listening.complete(URI.create(address.group(1)));
        } else if (!listening.isDone()) {
          before.add(line);
        }
      }
      listening.completeExceptionally(new IOException(String.join("\n", before)));
    } catch (IOException e) {
      listening.completeExceptionally(e); // no effect if it was closed after its start
    }
  }
}
