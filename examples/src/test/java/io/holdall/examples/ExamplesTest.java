package io.holdall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each example as a reader would: as a program, in a directory of its own. */
final class ExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/holdall/examples");
  private static final int MOST_LINES = 60;

  @TempDir Path directory;

  @Test
  void firstProgramFindsWhatItHasWritten() throws Exception {
    assertThat(run("E01FirstProgram"))
        .containsExactly("Which flights leave before noon?", "theme: {\"dark\": false}");
    assertThat(directory.resolve("work/data")).isDirectory();
  }

  @Test
  void conditionsRefuseWhatIsLate() throws Exception {
    assertThat(run("E02Conditions"))
        .containsExactly(
            "Ben is late, the seat is taken: [flights/HA%20136/seats/14C]",
            "The seat has changed since it was read, nothing was deleted", "14C: \"Ana Lima\"");
  }

  @Test
  void batchIsWrittenTogetherOrNotAtAll() throws Exception {
    assertThat(run("E03Batches"))
        .containsExactly(
            "written together: [orders/1001, stock/lamp]",
            "not written: [orders/1001] is there already",
            "lamps left: 2");
  }

  @Test
  void scansGoInPagesAndBackwards() throws Exception {
    assertThat(run("E04Scans"))
        .containsExactly(
            "the last four:  [10, 9, 8, 7]",
            "and before:     [6, 5, 4, 3]",
            "days above 25:  5",
            "in the snapshot 10 days",
            "in the store    9 days");
  }

  @Test
  void transactionsLoseNothing() throws Exception {
    assertThat(run("E05Transactions"))
        .containsExactly("after 400 transfers in parallel: 400 of 400");
  }

  @Test
  void conversationsKeepToolCalls() throws Exception {
    assertThat(run("E06Conversations"))
        .containsExactly(
            " 1 assistant calls find_flights with {\"before\": \"12:00\"}",
            " 2 tool      [\"HA 571\", \"HA 1172\"]",
            " 3 assistant Two: HA 571 and HA 1172.",
            "Trip to Lisbon: 4 messages");
  }

  @Test
  void profilesChooseTheBackend() throws Exception {
    assertThat(run("E07Profiles"))
        .containsSubsequence("  development", "* notes", "  production_sqlite", "kept by json")
        .last()
        .asString()
        .contains("did you mean 'notes'?");
  }

  @Test
  void copyIsExactAndCanBeRepeated() throws Exception {
    assertThat(run("E08CopyToSqlite"))
        .hasSize(3)
        .anyMatch(line -> line.matches("copied [0-9]+ entries, exact: true"))
        .anyMatch(line -> line.equals("Message 25"))
        .anyMatch(line -> line.matches("again: 0 copied, [0-9]+ were there"));
  }

  @Test
  void sqlSeesTheFieldsOfMessages() throws Exception {
    assertThat(run("E09SqlQueries")).containsExactly("[assistant, 1, 24]", "[user, 2, 32]");
  }

  @Test
  void decoratorSeesWhatWasCommitted() throws Exception {
    assertThat(run("E10OwnDecorator"))
        .containsExactly(
            "refused, so not in the trail: [doors/north]",
            "committed: [doors/north]",
            "committed: [doors/north]");
  }

  @Test
  void cacheOfTwoTiersServesTheLatestEdition() throws Exception {
    assertThat(run("E13TwoTierCache"))
        .containsExactly(
            "memory holds them all: false", "absent: true", "\"page 7, second edition\"");
  }

  @Test
  void usersSeeTheirOwnConversations() throws Exception {
    assertThat(run("E12SeveralUsers"))
        .containsExactly(
            "ana reads her own: 1",
            "ben reads ana's: 0",
            "sue reads ana's: 1",
            "sue may not write there, she needs: create");
  }

  @Test
  void encryptedStoreIsRefusedWithoutItsKeysAndTheyAreReplaced() throws Exception {
    assertThat(run("E11EncryptedStore"))
        .hasSize(4)
        .containsSubsequence("2 encrypted anew", "{\"pulse\": 62}")
        .filteredOn(line -> line.startsWith("refused: "))
        .hasSize(2);
  }

  @Test
  void cloudStoreIsReadTwiceAndAskedOnce() throws Exception {
    assertThat(run("E14CloudStore"))
        .containsExactly(
            "Which flights leave before noon?",
            "Two: at 7:40 and at 11:05.",
            "The later one, please.",
            "once more: 3 messages",
            "requests: 1");
  }

  @Test
  void everyExampleIsShortTestedAndListed() throws Exception {
    String tests = Files.readString(Path.of("src/test/java/io/holdall/examples/ExamplesTest.java"));
    String listed = Files.readString(Path.of("README.md"));
    List<Path> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      files.filter(file -> !file.endsWith("package-info.java")).forEach(examples::add);
    }
    assertThat(examples).isNotEmpty();
    for (Path example : examples) {
      String name = example.getFileName().toString().replace(".java", "");
      assertThat(listed).contains(name);
      if (name.startsWith("E")) {
        assertThat(Files.readAllLines(example)).as(name).hasSizeLessThan(MOST_LINES);
        assertThat(tests).contains("run(\"" + name + "\")");
      }
    }
  }

  /** What the example prints on standard output; nothing may appear on standard error. */
  private List<String> run(String name) throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow"); // protobuf, below Tink
    }
    command.addAll(
        List.of("-Dfile.encoding=UTF-8", "-XX:TieredStopAtLevel=1", "-cp", absoluteClassPath()));
    command.add("io.holdall.examples." + name);
    Path work = Files.createDirectories(directory.resolve("work"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("HOLDALL_"));
    Process process = builder.start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(Files.readString(err)).isEmpty();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(out, StandardCharsets.UTF_8);
  }

  private static String absoluteClassPath() {
    String separator = System.getProperty("path.separator");
    return Stream.of(System.getProperty("java.class.path").split(separator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((a, b) -> a + separator + b)
        .orElseThrow();
  }
}
