package io.holdall.emulators.azurite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Azurite in a directory that is named by the hash of what was installed, so that all checkouts and
 * all processes share it, and a new lock file gets a new one. It is installed beside that and then
 * renamed: what is there is complete.
 */
final class Installation {
  private static final Logger log = LoggerFactory.getLogger(Installation.class);

  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "end-with-parent.js");
  private static final String MAIN = "node_modules/azurite/dist/src/blob/main.js";
  private static final String NODE = "node";
  private static final String UNFINISHED = "unfinished-";
  private static final int OLDEST_NODE = 20; // what the Azure libraries in Azurite ask for
  private static final Duration INSTALLING = Duration.ofMinutes(5);

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock(); // in this JVM

  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path directory;
  private final Path home; // in the directory
  private final Programs programs;
  private final @Nullable String failure;

  /** Installs it, unless that was done before. */
  Installation(Path directory, Programs programs) {
    this.directory = directory.toAbsolutePath();
    this.home = this.directory.resolve(hash());
    this.programs = programs;
    this.failure = install();
  }

  /** The one of this machine or checkout; tried once in each JVM. */
  static Installation shared() {
    return Shared.INSTANCE;
  }

  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Starts a process.
   *
   * @param accounts names and keys as Azurite takes them
   */
  Process start(String accounts) throws IOException {
    ProcessBuilder builder =
        programs.builder(
            NODE,
            "--require",
            home.resolve("end-with-parent.js").toString(),
            home.resolve(MAIN).toString(),
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            "0",
            // Or connections that rest for five seconds break the next request at times.
            "--blobKeepAliveTimeout",
            "600",
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--inMemoryPersistence",
            "--silent");
    builder.environment().put("AZURITE_ACCOUNTS", accounts);
    return builder.directory(home.toFile()).redirectErrorStream(true).start();
  }

  private @Nullable String install() {
    try {
      String unfit = unfitNode();
      if (unfit != null || Files.isDirectory(home)) {
        return unfit;
      }
      Files.createDirectories(directory);
      ONE_AT_A_TIME.lockInterruptibly();
      try (FileChannel file =
              FileChannel.open(
                  directory.resolve("install.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = file.lock()) {
        return Files.isDirectory(home) || !held.isValid() ? null : installed();
      } finally {
        ONE_AT_A_TIME.unlock();
      }
    } catch (IOException e) {
      return "Azurite cannot be installed: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "The installation of Azurite was interrupted";
    }
  }

  private @Nullable String unfitNode() throws InterruptedException {
    Programs.Outcome node = programs.run(Path.of("."), Duration.ofMinutes(1), NODE, "--version");
    if (!node.succeeded()) {
      return "Azurite needs Node, which cannot be run: " + node.output();
    }
    String version = node.output().strip();
    String major = version.replaceFirst("^v(\\d{1,6})\\..*", "$1");
    return major.matches("\\d+") && Integer.parseInt(major) >= OLDEST_NODE
        ? null
        : "Azurite needs Node " + OLDEST_NODE + " or later, here is " + version;
  }

  /**
   * Into a directory of its own each time: an npm whose JVM was killed may still write to the last
   * one.
   */
  private @Nullable String installed() throws IOException, InterruptedException {
    log.info("Installing Azurite from the npm registry into {}", home);
    removeAbandoned();
    Path unfinished = Files.createTempDirectory(directory, UNFINISHED);
    try {
      for (String file : FILES) {
        try (InputStream content = resource(file)) {
          Files.copy(content, unfinished.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Programs.Outcome npm =
          programs.run(
              unfinished, INSTALLING, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      if (!npm.succeeded()) {
        return "npm cannot install Azurite: " + npm.output();
      }
      if (!Files.isRegularFile(unfinished.resolve(MAIN))) {
        return "npm installed something else than Azurite";
      }
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
      return null;
    } finally {
      Programs.removeTree(unfinished);
    }
  }

  /** What a JVM left that was killed while it installed. */
  private void removeAbandoned() throws IOException {
    Instant oldest = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
      for (Path unfinished : all) {
        if (Files.getLastModifiedTime(unfinished).toInstant().isBefore(oldest)) {
          Programs.removeTree(unfinished);
        }
      }
    }
  }

  private static String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        try (InputStream content = resource(file)) {
          digest.update(content.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("The list of packages cannot be read", e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Installation.class.getResourceAsStream(name), name);
  }

  /** Not before it is asked for. */
  private static final class Shared {
    private static final Installation INSTANCE = new Installation(directory(), new Programs());

    private static Path directory() {
      String chosen = System.getProperty("holdall.azurite.directory", "");
      if (!chosen.isEmpty()) {
        return Path.of(chosen);
      }
      String cache = Objects.requireNonNullElse(System.getenv("XDG_CACHE_HOME"), "");
      return cache.isEmpty()
          ? Path.of(System.getProperty("user.home"), ".cache", "holdall", "azurite")
          : Path.of(cache, "holdall", "azurite");
    }
  }
}
