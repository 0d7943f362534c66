package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.storage.Entry;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Syncs that really fail, made so by strace in a process of their own. */
final class FailedSyncTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"13", "15", "17..18", "20"})
  void whatWasAcknowledgedIsThereAndWhatWasRefusedIsNot(String when) throws Exception {
    assumeTrue(
        Stream.of("/usr/bin/strace", "/bin/strace").anyMatch(f -> new File(f).canExecute()),
        "strace is installed");
    Path file = directory.resolve("store.db");

    List<String> outcomes = run(file, "fsync:error=EIO:when=" + when);

    assumeTrue(!outcomes.isEmpty(), "strace may trace here, and the store can be opened");
    assertThat(outcomes).hasSize(TwelvePuts.PUTS).contains("ok");
    assertThat(directory.resolve("trace")).content().contains("(INJECTED)");
    assertThat(outcomes.get(TwelvePuts.PUTS - 1)).as("the store goes on").isEqualTo("ok");
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      for (int i = 0; i < TwelvePuts.PUTS; i++) {
        Optional<Value> value = storage.get(TwelvePuts.key(i)).map(Entry::value);
        switch (outcomes.get(i)) {
          case "ok" -> assertThat(value).as("put %d", i).contains(TwelvePuts.value(i));
          case "Unavailable" -> assertThat(value).as("put %d", i).isEmpty();
          default -> assertThat(outcomes.get(i)).isEqualTo("OutcomeUnknown");
        }
      }
    }
  }

  private List<String> run(Path file, String fault) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-o"));
    command.add(directory.resolve("trace").toString());
    command.addAll(List.of("-e", "trace=fsync", "-e", "inject=" + fault));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", TwelvePuts.class.getName()));
    command.add(file.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(directory.resolve("stderr").toFile());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output.lines().toList();
  }
}
