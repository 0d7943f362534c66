package io.holdall.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTest {
  @ParameterizedTest
  @CsvSource({"abc, 3", "図書館, 6", "e\u0301, 1", "🌱, 2", "👩\u200D🌾, 2", "'', 0", "ليلى, 4"})
  void widthIsThatOnATerminal(String text, int width) {
    assertThat(Text.width(text)).isEqualTo(width);
  }

  @Test
  void cutTextSaysSoAndFits() {
    assertThat(Text.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Text.cut("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(Text.width(Text.cut("図書館の予約", 6))).isLessThanOrEqualTo(6);
  }

  @Test
  void storedTextCannotControlTheTerminal() {
    assertThat(Text.printable("a\u001b[31mb\u0007\u009bc\n\td")).isEqualTo("a�[31mb��c\n\td");
    assertThat(Text.oneLine(" a\n b\u0000 ")).isEqualTo("a b�");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20, 80})
  void wrappingLosesNothingAndFits(int columns) {
    String text = "The quick 図書館の予約 fox, whoseverylongnamegoeson, jumps\n\nover  it. 🌱";

    List<String> lines = Text.wrap(text, columns);

    assertThat(String.join("", lines).replace(" ", ""))
        .isEqualTo(text.replace("\n", "").replace(" ", ""));
    assertThat(lines).allMatch(line -> Text.width(line) <= Math.max(2, columns));
  }

  @Test
  void wrappingBreaksBetweenWords() {
    assertThat(Text.wrap("one two three", 8)).containsExactly("one two", "three");
    assertThat(Text.wrap("", 8)).containsExactly("");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "4113038, 3.9 MiB", "200000000, 191 MiB"})
  void bytesHaveAUnit(long bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "310000, 0.31 ms",
    "42000000, 42 ms",
    "1300000000, 1.3 s",
    "125000000000, 2 min 05 s"
  })
  void timesHaveAUnit(long nanos, String text) {
    assertThat(Figures.time(java.time.Duration.ofNanos(nanos))).isEqualTo(text);
  }

  @Test
  void countsAgreeWithTheirNoun() {
    assertThat(Figures.count(1, "message")).isEqualTo("1 message");
    assertThat(Figures.count(5308, "message")).isEqualTo("5,308 messages");
  }
}
