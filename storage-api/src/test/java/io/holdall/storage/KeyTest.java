package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.InvalidArgument;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoding of tricky segments, numbers in keys, and what is refused. */
class KeyTest {
  static List<Arguments> encodings() {
    return List.of(
        Arguments.of("plain", "plain"),
        Arguments.of("A-Z_a.z~0@9=+,", "A-Z_a.z~0@9=+,"),
        Arguments.of(" edge ", "%20edge%20"),
        Arguments.of("a/b", "a%2Fb"),
        Arguments.of("/", "%2F"),
        Arguments.of("\\", "%5C"),
        Arguments.of("%", "%25"),
        Arguments.of("%48", "%2548"),
        Arguments.of(".", "%2E"),
        Arguments.of("..", "%2E%2E"),
        Arguments.of("...", "..."),
        Arguments.of(".a", ".a"),
        Arguments.of("a.", "a."),
        Arguments.of("~", "~"),
        Arguments.of("\0", "%00"),
        Arguments.of("\t\n\r", "%09%0A%0D"),
        Arguments.of("\u007f", "%7F"),
        Arguments.of(
            "!\"#$&'()*:;<>?[]^`{|}",
            "%21%22%23%24%26%27%28%29%2A%3A%3B%3C%3E%3F%5B%5D%5E%60%7B%7C%7D"),
        Arguments.of("é", "%C3%A9"),
        Arguments.of("e\u0301", "e%CC%81"),
        Arguments.of("\u20ac", "%E2%82%AC"),
        Arguments.of("😀", "%F0%9F%98%80"),
        Arguments.of("\ufffd", "%EF%BF%BD"),
        Arguments.of("\uffff", "%EF%BF%BF"),
        Arguments.of("con", "con"),
        Arguments.of("NUL.txt", "NUL.txt"));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void segmentHasOneEncodingThatIsReadBack(String segment, String encoded) {
    Key key = Key.of("c", segment);

    assertThat(key.encoded()).isEqualTo("c/" + encoded);
    assertThat(key).hasToString("c/" + encoded);
    assertThat(Key.of(segment).encoded()).isEqualTo(encoded);
    assertThat(Key.of("c").child(segment)).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(Key.parse("c/" + encoded)).isEqualTo(key);
    assertThat(key.segments()).containsExactly("c", segment);
    assertThat(key.name()).isEqualTo(segment);
    assertThat(Key.of(segment, "x").collection()).isEqualTo(segment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        "/a",
        "a//b", // empty segments
        ".",
        "..",
        "a/../b",
        "a/.", // segments that are escaped whole
        "a b",
        "a\\b",
        "é",
        "\0",
        "１",
        "%１０", // characters that are escaped
        "%",
        "%2",
        "%2G",
        "%GG",
        "a%",
        "% 1",
        "%+1",
        "%-1", // no escapes
        "%41",
        "%7E",
        "%2e%2e",
        "%2E.",
        ".%2E",
        "%2E%2E%2E", // escapes that should not be, or not so
        "%c3%a9",
        "%C3%a9", // lower case
        "%C3",
        "%A9",
        "%C0%AF",
        "%ED%A0%80",
        "%F5%80%80%80",
        "%FF" // not UTF-8
      })
  void anythingButTheCanonicalEncodingIsRefused(String encoded) {
    assertThatThrownBy(() -> Key.parse(encoded)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void emptySegmentsAndUnpairedSurrogatesAreRefused() {
    for (String bad : List.of("", "\ud800", "a\udc00", "\udc00\ud800", "\ud800x")) {
      assertThatThrownBy(() -> Key.of(bad)).isInstanceOf(InvalidArgument.class);
      assertThatThrownBy(() -> Key.of("a", bad)).isInstanceOf(InvalidArgument.class);
      assertThatThrownBy(() -> Key.of("a").child(bad)).isInstanceOf(InvalidArgument.class);
    }
  }

  @Test
  void longestKeyWorksAndOneByteMoreIsRefused() {
    String longest = "x".repeat(Key.MAX_ENCODED_BYTES);
    assertThat(Key.of(longest).encoded()).hasSize(900);
    assertThat(Key.parse(longest)).isEqualTo(Key.of(longest));
    assertThat(Key.of("a", "é".repeat(149) + "xxxx").encoded()).hasSize(900);

    assertThatThrownBy(() -> Key.of(longest + "x")).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> Key.parse(longest + "x"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("bytes=901")
        .hasMessageContaining("limit=900");
    assertThatThrownBy(() -> Key.of(longest).child("x")).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> Key.of(longest).child(1)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void numbersAreWrittenSoThatTheirOrderIsKept() {
    Key key = Key.of("n");

    assertThat(key.child(0).encoded()).isEqualTo("n/000000000000");
    assertThat(key.child(42).encoded()).isEqualTo("n/000000000042");
    assertThat(key.child(999_999_999_999L).encoded()).isEqualTo("n/999999999999");
    assertThat(key.child(1_000_000_000_000L).encoded()).isEqualTo("n/~0000001000000000000");
    assertThat(key.child(Long.MAX_VALUE).encoded()).isEqualTo("n/~9223372036854775807");
    assertThatThrownBy(() -> key.child(-1)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void onlyWhatChildWroteIsReadAsANumber() {
    for (String segment :
        List.of(
            "42",
            "0000000000042",
            "00000000004x",
            "-00000000001",
            "~000000000042",
            "~0000000000000000042",
            "~9223372036854775808",
            "~9999999999999999999",
            "~000000000000000000x",
            "٠٠٠٠٠٠٠٠٠٠٠٠")) {
      assertThat(Key.of("n", segment).number()).as(segment).isEqualTo(OptionalLong.empty());
    }
    assertThat(Key.of("n", "000000000042").number()).hasValue(42);
  }

  @Test
  void parentAndDescendantsGoBySegments() {
    Key foo = Key.of("foo");

    assertThat(foo.parent()).isEmpty();
    assertThat(Key.of("foo", "a", "b").parent()).contains(Key.of("foo", "a"));
    assertThat(Key.of("foo", "a").isUnder(foo)).isTrue();
    assertThat(Key.of("foo", "a", "b").isUnder(foo)).isTrue();
    assertThat(foo.isUnder(foo)).isFalse();
    assertThat(Key.of("foobar").isUnder(foo)).isFalse();
    assertThat(Key.of("foo.bar", "x").isUnder(foo)).isFalse();
    assertThat(foo.isUnder(Key.of("foo", "a"))).isFalse();
  }

  @Test
  void collectionsOfTheFrameworkAreKnownByTheirName() {
    assertThat(Key.of("_holdall").isReserved()).isTrue();
    assertThat(Key.of("_holdall_outbox", "x").isReserved()).isTrue();
    assertThat(Key.of("_Holdall", "x").isReserved()).isFalse();
    assertThat(Key.of("x", "_holdall").isReserved()).isFalse();
  }

  @Test
  void keysThatLookAlikeAreDifferent() {
    assertThat(Key.of("a")).isNotEqualTo(Key.of("A")).isNotEqualTo(Key.of("a "));
    assertThat(Key.of("é")).isNotEqualTo(Key.of("e\u0301"));
    assertThat(Key.of("a", "b")).isNotEqualTo(Key.of("a/b"));
    assertThat(Key.of("a")).isNotEqualTo("a");
  }
}
