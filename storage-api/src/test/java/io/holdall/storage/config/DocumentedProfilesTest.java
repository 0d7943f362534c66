package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in the documentation are profiles that work. */
class DocumentedProfilesTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```hocon\n(.*?)```");

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/profiles.md"})
  void everyExampleIsSound(String page) throws IOException {
    List<String> examples =
        EXAMPLE
            .matcher(Files.readString(Path.of("..").resolve(page)))
            .results()
            .map((MatchResult example) -> example.group(1))
            .toList();
    assertThat(examples).isNotEmpty();

    for (String example : examples) {
      Workplace workplace = new Workplace(root).conf(example).env("DATA_DIR", "/srv");
      assertThat(workplace.load().list())
          .as(example)
          .allMatch(profile -> profile.problem().isEmpty());
    }
  }
}
