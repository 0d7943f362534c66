package io.holdall.storage.json.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

final class EncodedValueTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1.5e+7",
        "true",
        "null",
        "\"\"",
        "[]",
        "{}",
        " { \"a\" : [ 1 , 2 ] }\t",
        "\"caf\u00e9 \ud83d\ude00 \u2028\"",
        "\"\\ud800\"",
        "{\"a\":1,\"a\":2}",
        "\"\u007f\"",
        "[[[[1]]]]",
        "1e999"
      })
  void wellFormedJsonWithoutLineBreaksStandsAsItIs(String json) {
    assertThat(encoded(Value.json(json)).encoding()).isEqualTo(Encoding.JSON);
    assertComesBack(Value.json(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{\n}",
        "[1,\r2]",
        "\ufeff{}",
        "01",
        "1 2",
        "{}{}",
        "[1",
        "1]",
        "{\"a\"}",
        "'a'",
        "NaN",
        "// c",
        "\"\u0001\"",
        "\"\t\"",
        "tru",
        "truefalse",
        "\"a\"\"b\"",
        "1.",
        "-",
        "+1",
        "{\"a\":1,}",
        "[1,]",
        "\"\\x\"",
        "\u0000",
        "\u00001"
      })
  void whatIsNotJsonStandsAsTextOrBase64(String text) {
    assertThat(encoded(Value.json(text)).encoding()).isIn(Encoding.JSON_TEXT, Encoding.JSON_BASE64);
    assertComesBack(Value.json(text));
  }

  @Test
  void whatOtherToolsRefuseStandsAsText() {
    assertThat(encoded(Value.json("[".repeat(300) + "]".repeat(300))).encoding())
        .isEqualTo(Encoding.JSON_TEXT);
    assertThat(encoded(Value.json("1".repeat(5_000))).encoding()).isEqualTo(Encoding.JSON_TEXT);
  }

  static Stream<byte[]> notUtf8() {
    return Stream.of(
        new byte[] {(byte) 0x80},
        new byte[] {(byte) 0xC0, (byte) 0x80},
        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        new byte[] {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80},
        new byte[] {'"', (byte) 0xE2, (byte) 0x82, '"'},
        new byte[] {0, '1', 0, '2'},
        new byte[] {(byte) 0xFE, (byte) 0xFF, 0, '1'});
  }

  @ParameterizedTest
  @MethodSource("notUtf8")
  void bytesThatAreNotUtf8ComeBack(byte[] bytes) {
    for (Format format : Format.values()) {
      assertComesBack(Value.of(bytes, format));
    }
  }

  @Test
  void utf8IsJudgedAsTheJdkJudgesIt() {
    Random random = new Random(7);
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(5)];
      random.nextBytes(bytes);
      bytes[0] |= (byte) 0xC0;
      for (int j = 1; j < bytes.length && random.nextInt(4) > 0; j++) {
        bytes[j] = (byte) (0x80 | (bytes[j] & 0x3F));
      }
      boolean same =
          Arrays.equals(
              new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
      assertThat(Utf8.isValid(bytes)).as(Arrays.toString(bytes)).isEqualTo(same);
    }
  }

  @Test
  void everyByteAndManyMixturesComeBackInBothFormats() {
    Random random = new Random(11);
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
      assertComesBack(Value.binary(new byte[] {(byte) i}));
      assertComesBack(Value.of(new byte[] {(byte) i}, Format.JSON));
    }
    assertComesBack(Value.binary(all));
    String pieces = "{}[]\":,\\\n\r\t\b\f 01a\u0000\u001f\u007f\u00e9\u20ac";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(20); j > 0; j--) {
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0 && random.nextInt(4) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertComesBack(Value.binary(bytes));
      assertComesBack(Value.of(bytes, Format.JSON));
    }
  }

  @Test
  void binaryTextIsReadableAndNeverGrowsSixfold() {
    assertThat(encoded(Value.binary("hello \u20ac\n".getBytes(StandardCharsets.UTF_8))).encoding())
        .isEqualTo(Encoding.TEXT);
    EncodedValue zeros = encoded(Value.binary(new byte[1_000]));
    assertThat(zeros.encoding()).isEqualTo(Encoding.BASE64);
    assertThat(zeros.size()).isLessThan(1_400);
  }

  private static EncodedValue encoded(Value value) {
    return EncodedValue.of(value);
  }

  /** Through a whole line, which must be one line, and JSON to any reader. */
  private static void assertComesBack(Value value) {
    byte[] line = Lines.commit(1, 1, WriteBatch.builder().put(Key.of("k"), value).build());
    for (int i = 0; i < line.length - 1; i++) {
      assertThat(line[i]).isNotEqualTo((byte) '\n').isNotEqualTo((byte) '\r');
    }
    assertIsJson(line);
    LineParser parser = new LineParser();
    assertThat(parser.parse(line, 0, line.length)).isEqualTo(LineParser.Kind.COMMIT);
    int start = parser.valueStart(0);
    byte[] stored = Arrays.copyOfRange(line, start, start + parser.valueLength(0));
    Encoding encoding = parser.encoding(0);
    assertThat(encoding).isNotNull();
    assertThat(EncodedValue.decode(stored, encoding)).isEqualTo(value);
  }

  private static void assertIsJson(byte[] line) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(10_000).build())
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), line)) {
      int tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      assertThat(tokens).isGreaterThan(8);
    }
  }
}
