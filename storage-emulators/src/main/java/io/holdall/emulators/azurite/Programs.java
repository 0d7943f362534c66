package io.holdall.emulators.azurite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs {@code node} and {@code npm}. */
final class Programs {
  private static final int SHOWN = 2_000; // characters, from the end

  private final Map<String, String> paths;

  /** Those on the search path. */
  Programs() {
    this(Map.of());
  }

  /** Others, by their names. */
  Programs(Map<String, String> paths) {
    this.paths = Map.copyOf(paths);
  }

  /** How a program ended, and the end of what it said. */
  record Outcome(boolean succeeded, String output) {}

  ProcessBuilder builder(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(paths.getOrDefault(name, onSearchPath(name)));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Runs a program to its end, and ends it if that takes too long. */
  Outcome run(Path directory, Duration longest, String name, String... arguments)
      throws InterruptedException {
    Process process;
    try {
      process =
          builder(name, arguments).directory(directory.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new Outcome(false, String.valueOf(e.getMessage()));
    }
    try {
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> output(process));
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome(false, "no end after " + longest);
      }
      return new Outcome(process.exitValue() == 0, output.join());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Removes a directory if it is there. */
  static void removeTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static String output(Process process) {
    try {
      String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return all.substring(Math.max(0, all.length() - SHOWN)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String onSearchPath(String name) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows && name.equals("npm") ? "npm.cmd" : name;
  }
}
