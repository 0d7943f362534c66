package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documented cases and the tests are the same. */
final class CaseTableTest {
  private static final Path PAGE = Path.of("..", "docs", "testkit.md");

  @Test
  void everyCaseHasATest() {
    assertThat(tests().keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  void thePageNamesEveryTestOfEveryCase() throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    tests()
        .forEach(
            (number, names) -> {
              String start = "| " + number + " |";
              List<String> rows = page.stream().filter(line -> line.startsWith(start)).toList();
              assertThat(rows).as("rows of case %d in docs/testkit.md", number).hasSize(1);
              assertThat(rows.get(0))
                  .as("the row of case %d in docs/testkit.md", number)
                  .endsWith("| " + String.join(", ", names) + " |");
            });
  }

  private static Map<Integer, Set<String>> tests() {
    Map<Integer, Set<String>> tests = new TreeMap<>();
    Stream.of(BackendContract.class.getInterfaces())
        .flatMap(part -> Stream.of(part.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Case.class))
        .forEach(
            method -> {
              for (int number : method.getAnnotation(Case.class).value()) {
                tests
                    .computeIfAbsent(number, key -> new TreeSet<>())
                    .add('`' + method.getName() + '`');
              }
            });
    return tests;
  }
}
