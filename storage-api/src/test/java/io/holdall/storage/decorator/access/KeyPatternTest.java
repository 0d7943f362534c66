package io.holdall.storage.decorator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyPatternTest {
  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, b, false",
    "a, aa, false",
    "aa, a, false",
    "a, a/b, false",
    "a/b, a, false",
    "a/b, a/b, true",
    "a/*, a/b, true",
    "a/*, a, false",
    "a/*, a/b/c, false",
    "*/b, a/b, true",
    "*/b, a/c, false",
    "a/**, a, false",
    "a/**, a/b, true",
    "a/**, a/b/c/d, true",
    "a/**, aa/b, false",
    "a/**, a.b/c, false",
    "**, a, true",
    "**, a/b/c, true",
    "a/*/c/**, a/b/c, false",
    "a/*/c/**, a/b/c/d, true",
    "a/{owner}/**, a/ana/x, true",
    "a/{owner}/**, a/ben/x, false",
    "a/{owner}/**, a/Ana/x, false",
    "a/{owner}/**, a/ana%20/x, false",
    "a/{owner}/**, a/%2E%2E/ana/x, false",
    "{owner}/{owner}, ana/ana, true",
    "{owner}/{owner}, ana/ben, false",
    "%2E%2E/x, %2E%2E/x, true",
    "%2A, %2A, true",
    "%2A, a, false",
  })
  void fitsWholeSegments(String pattern, String key, boolean fits) {
    assertThat(forOwner(pattern, "ana").orElseThrow().matches(Key.parse(key))).isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "{owner}", "a/b", "..", "%2e", "é", "e\u0301", "a\nb"})
  void ownerOfAnyNameHasThatSegmentAndNoOther(String name) {
    KeyPattern pattern = forOwner("a/{owner}/x", Key.of(name).encoded()).orElseThrow();
    assertThat(pattern.matches(Key.of("a", name, "x"))).isTrue();
    for (String other : new String[] {"ana", "a", "b", "é ", "%", "."}) {
      assertThat(pattern.matches(Key.of("a", other, "x"))).as(other).isFalse();
    }
    assertThat(pattern.matches(Key.of("a", "b", "x"))).isFalse();
  }

  @Test
  void accentsComposedAndCombinedAreDifferentNames() {
    KeyPattern pattern = forOwner("{owner}", Key.of("é").encoded()).orElseThrow();
    assertThat(pattern.matches(Key.of("é"))).isTrue();
    assertThat(pattern.matches(Key.of("e\u0301"))).isFalse();
  }

  @Test
  void patternOfAnOwnerIsNothingWithoutOne() {
    assertThat(KeyPattern.parse("a/{owner}/**").forOwner(Optional.empty())).isEmpty();
    assertThat(KeyPattern.parse("a/*").forOwner(Optional.empty())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        "/a",
        "a//b",
        "**/a",
        "a/**/b",
        "a*",
        "a/*b",
        "***",
        "{owner",
        "{user}",
        "x{owner}",
        "..",
        ".",
        "a/../b",
        "%2e%2e",
        "%61",
        "a b",
        "é",
        "a/%zz",
        "{}"
      })
  void whatIsNoPatternIsRefused(String text) {
    assertThatThrownBy(() -> KeyPattern.parse(text)).isInstanceOf(Configuration.class);
  }

  @Test
  void refusalSaysHowTheSegmentIsWritten() {
    assertThatThrownBy(() -> KeyPattern.parse("a/..")).hasMessageContaining("segment=%2E%2E");
    assertThatThrownBy(() -> KeyPattern.parse("é")).hasMessageContaining("segment=%C3%A9");
    assertThatThrownBy(() -> KeyPattern.parse("a*")).hasMessageContaining("%2A");
  }

  private static Optional<KeyPattern> forOwner(String pattern, String owner) {
    return KeyPattern.parse(pattern).forOwner(Optional.of(owner));
  }
}
