package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.json.disk.OsDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Failures of the operating system itself, put there by strace into a process of its own. */
@Timeout(120)
final class RealFaultsTest {
  private static final int COMMITS = 30;

  @TempDir private Path temporary;

  private Path directory = Path.of("");

  @BeforeEach
  void requireStrace() throws Exception {
    directory = temporary.resolve("store");
    assumeTrue(works(), "strace is not here or may not trace");
    JsonBackend.open(directory).close();
  }

  @Test
  void aFailedFsyncLosesItsOwnCommitOnly() throws Exception {
    Map<Integer, String> outcomes = run("-e", "inject=fsync:error=EIO:when=10");
    assertThat(outcomes.values().stream().filter("Unavailable"::equals)).hasSize(1);
    assertThat(outcomes.values()).containsOnly("Written", "Unavailable");
    assertAgrees(outcomes);
  }

  @Test
  void fsyncsThatGoOnFailingAreUnknownFirstAndUnavailableThen() throws Exception {
    Map<Integer, String> outcomes = run("-e", "inject=fsync:error=EIO:when=10+");
    assertThat(outcomes.values().stream().filter("OutcomeUnknown"::equals)).hasSize(1);
    assertThat(outcomes.values()).containsOnly("Written", "OutcomeUnknown", "Unavailable");
    assertThat(outcomes.get(COMMITS - 1)).isEqualTo("Unavailable");
    assertAgrees(outcomes);
  }

  @Test
  void aFullDiskRefusesCommitsUntilThereIsRoom() throws Exception {
    List<String> options = new ArrayList<>(List.of("-e", "inject=write:error=ENOSPC:when=5..12"));
    for (int i = 1; i <= 9; i++) {
      String segment = directory.resolve("00000000000" + i + ".jsonl").toString();
      options.addAll(List.of("-P", segment, "-P", segment + ".unfinished"));
    }
    Map<Integer, String> outcomes = run(options.toArray(String[]::new));
    assertThat(outcomes.values()).containsOnly("Written", "LimitExceeded");
    assertThat(outcomes.get(0)).isEqualTo("Written");
    assertThat(outcomes.get(COMMITS - 1)).isEqualTo("Written");
    assertAgrees(outcomes);
  }

  private void assertAgrees(Map<Integer, String> outcomes) {
    assertThat(outcomes).hasSize(COMMITS);
    try (JsonBackend backend = JsonBackend.open(directory)) {
      Map<String, String> found = SampleStore.contents(backend);
      outcomes.forEach(
          (number, outcome) -> {
            String key = "k/%012d".formatted(number);
            if (outcome.equals("Written")) {
              assertThat(found).containsKey(key);
            } else if (!outcome.equals("OutcomeUnknown")) {
              assertThat(found).doesNotContainKey(key);
            }
          });
    }
    assertThat(new JsonMaintenance(new OsDisk()).verify(directory, ProgressListener.NONE).damages())
        .isEmpty();
  }

  /** Runs the child under strace, and returns how each of its commits went. */
  private Map<Integer, String> run(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq"));
    command.addAll(List.of("-o", temporary.resolve("strace.log").toString()));
    command.addAll(List.of(options));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
    command.addAll(List.of(FaultyChild.class.getName(), directory.toString(), "" + COMMITS));
    Path output = temporary.resolve("output");
    int status = execute(command, output);
    assertThat(status).as(Files.readString(output)).isZero();
    Map<Integer, String> outcomes = new TreeMap<>();
    for (String line : Files.readAllLines(output)) {
      int space = line.indexOf(' ');
      outcomes.put(Integer.valueOf(line.substring(0, space)), line.substring(space + 1));
    }
    return outcomes;
  }

  private boolean works() throws InterruptedException {
    try {
      return execute(List.of("strace", "-f", "-qq", "true"), temporary.resolve("probe")) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int execute(List<String> command, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
