package io.holdall.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name a mistyped one may have meant. */
class NearestTest {
  private static final List<String> KNOWN =
      List.of("path", "durability", "read-only", "development", "production_sqlite", "json");

  @ParameterizedTest
  @CsvSource({
    "pth, path",
    "paht, path",
    "paths, path",
    "PATH, path",
    "durabilty, durability",
    "readonly, read-only",
    "read_only, read-only",
    "dev, development",
    "Prod, production_sqlite",
    "production-sqlite, production_sqlite",
    "jsn, json",
    "jsno, json",
  })
  void mistypedNameFindsWhatWasMeant(String typed, String meant) {
    assertThat(Nearest.to(typed, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "de", "xyz", "java", "postgres", "decorators"})
  void nameLikeNoOtherFindsNone(String typed) {
    assertThat(Nearest.to(typed, KNOWN)).isEmpty();
  }

  @Test
  void hintNamesTheNearestAndAll() {
    assertThat(Nearest.hint("pth", List.of("path", "size")))
        .isEqualTo(", did you mean 'path'? Known are path, size");
    assertThat(Nearest.hint("unlike", List.of("path", "size"))).isEqualTo("; known are path, size");
    assertThat(Nearest.hint("pth", List.of())).isEqualTo("; there are none");
  }
}
