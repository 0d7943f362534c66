package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.config.Profiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C, sent to a command in a process of its own. */
final class InterruptTest {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Path ENV = Path.of("/usr/bin/env");
  private static final int BATCHES = 30;
  private static final int BATCH = 1_000;
  private static final int SESSIONS = 101;
  private static final int MESSAGES = 20_000;

  @TempDir Path directory;

  @BeforeEach
  void requireSignals() throws Exception {
    assumeTrue(Files.isExecutable(ENV), "there is no env");
    Process process = new ProcessBuilder(ENV.toString(), "--default-signal=INT", "true").start();
    assumeTrue(process.waitFor() == 0, "this env cannot reset signals");
  }

  @Test
  void interruptedCopySaysSoAndGoesOnWhenRepeated() throws Exception {
    Stores stores = Stores.in(directory);
    fill(stores);
    Process copy = start(stores, "copy", "--to", "production_sqlite");
    await().atMost(LONGEST).until(() -> stores.sqlite().toFile().length() > 0);

    interrupt(copy);

    assertThat(copy.exitValue()).isEqualTo(130);
    assertThat(err()).contains("Interrupted", "Repeat the command").doesNotContain("\tat ");
    CommandRun again = stores.run("copy", "--to", "production_sqlite", "--json");
    assertThat(again.exitCode()).isZero();
    assertThat(again.json().get("exact").asBoolean()).isTrue();
    assertThat(again.json().get("verification").get("identical").asInt())
        .isEqualTo(BATCHES * BATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void interruptedImportSaysWhatIsStoredAndGoesOnWhenRepeated(String profile) throws Exception {
    Stores stores = Stores.in(directory).with(profile);
    Path file = chats();
    Process running = start(stores, "import", file.toString());
    await().atMost(LONGEST).until(() -> bytesBelow(stores.directory()) > 2L << 20);

    interrupt(running);

    assertThat(running.exitValue()).isEqualTo(130);
    assertThat(err())
        .containsPattern(
            "Interrupted; [0-9,]+ of the 20,000 new messages of .*chats.jsonl are stored")
        .contains("Repeat the command")
        .doesNotContain("\tat ");
    assertComplete(stores, file);
  }

  @Test
  void killedImportIsFinishedByRepeatingIt() throws Exception {
    Stores stores = Stores.in(directory).with("production_sqlite");
    Path file = chats();
    Process running = start(stores, "import", file.toString());
    await().atMost(LONGEST).until(() -> bytesBelow(stores.directory()) > 2L << 20);

    running.toHandle().destroyForcibly();

    assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertComplete(stores, file);
  }

  private static void assertComplete(Stores stores, Path file) {
    CommandRun again = stores.run("import", file.toString(), "--json");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.json().get("messages").asLong()).isBetween(1L, MESSAGES - 1L);
    CommandRun third = stores.run("import", file.toString(), "--json");
    assertThat(third.json().get("messages").asLong()).isZero();
    assertThat(third.json().get("alreadyThere").asInt()).isEqualTo(SESSIONS);
    assertThat(stores.run("stats").out()).contains("20,000");
  }

  /** Many sessions, and a last one that takes several commits. */
  private Path chats() throws IOException {
    String message = "{\"role\":\"user\",\"content\":\"" + "x".repeat(1_000) + "\"}";
    int many = MESSAGES / 2 / (SESSIONS - 1);
    String small = session(message, many);
    List<String> sessions = new ArrayList<>(Collections.nCopies(SESSIONS - 1, small));
    sessions.add(session(message, MESSAGES - many * (SESSIONS - 1)));
    return Files.write(directory.resolve("chats.jsonl"), sessions);
  }

  private static String session(String message, int count) {
    return "{\"messages\":[" + String.join(",", Collections.nCopies(count, message)) + "]}";
  }

  private static long bytesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("chats."))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  @Test
  void commandThatWaitsForInputEndsAtOnce() throws Exception {
    Stores stores = Stores.in(directory);
    Process put = start(stores, "put", "k", "--debug");
    await().atMost(LONGEST).until(() -> isReading(put));

    long start = System.nanoTime();
    interrupt(put);

    assertThat(put.exitValue()).isEqualTo(130);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(stores.json()).doesNotExist();
  }

  /** Whether the process has begun its command: the classes of the command are loaded by then. */
  private boolean isReading(Process process) throws IOException {
    return process.isAlive() && err().contains("PutCommand");
  }

  private String err() throws IOException {
    Path file = directory.resolve("err.txt");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private Process start(Stores stores, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ENV.toString(), "--default-signal=INT", java()));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    if (Arrays.asList(arguments).contains("put")) {
      command.add(3, "-Xlog:class+load:stderr");
    }
    if (Runtime.version().feature() >= 22) {
      command.add(3, "--enable-native-access=ALL-UNNAMED");
    }
    command.add("io.holdall.cli.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.resolve("err.txt").toFile());
    builder.environment().putAll(stores.environment());
    return builder.start();
  }

  private static String java() {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
  }

  private static void interrupt(Process process) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
  }

  private static void fill(Stores stores) {
    String text = "\"" + "x".repeat(1_000) + "\"";
    try (Storage storage = Profiles.load(stores.environment(), stores.directory()).open()) {
      for (int batch = 0; batch < BATCHES; batch++) {
        WriteBatch.Builder entries = WriteBatch.builder();
        for (int i = 0; i < BATCH; i++) {
          entries.put(Key.of("k").child(batch * (long) BATCH + i), Value.json(text));
        }
        storage.commit(entries.build());
      }
    }
  }
}
