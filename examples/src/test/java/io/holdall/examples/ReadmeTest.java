package io.holdall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows is part of an example, and so is compiled and run. */
final class ReadmeTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

  @Test
  void everyProgramOfTheReadmeIsInAnExample() throws Exception {
    List<String> blocks =
        JAVA_BLOCK
            .matcher(Files.readString(Path.of("../README.md")))
            .results()
            .map(MatchResult::group)
            .filter(block -> !block.contains("extends BackendContract")) // a reader's own test
            .map(block -> block.lines().filter(line -> !line.startsWith("```")))
            .map(ReadmeTest::withoutIndentation)
            .toList();
    String examples = examples();

    assertThat(blocks).isNotEmpty();
    assertThat(blocks).allSatisfy(block -> assertThat(examples).contains(block));
  }

  private static String examples() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/holdall/examples"))) {
      for (Path file : files.sorted().toList()) {
        all.append(withoutIndentation(Files.readString(file).lines())).append('\n');
      }
    }
    return all.toString();
  }

  private static String withoutIndentation(Stream<String> lines) {
    return lines.map(String::strip).collect(Collectors.joining("\n"));
  }
}
