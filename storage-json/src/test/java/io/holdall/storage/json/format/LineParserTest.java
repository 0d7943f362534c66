package io.holdall.storage.json.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.format.LineParser.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LineParserTest {
  private static final WriteBatch BATCH =
      WriteBatch.builder()
          .put(Key.of("a", "\u20ac"), Value.json("{\"x\":[1,2]}"))
          .delete(Key.of("b"))
          .put(Key.of("c"), Value.binary(new byte[] {(byte) 0xFF, 0, 1}))
          .put(Key.of("d"), Value.binary("line\nbreak".getBytes(StandardCharsets.UTF_8)))
          .put(Key.of("e"), Value.json(""))
          .build();

  @Test
  void theFormIsTheOneThatIsPromised() {
    assertThat(new String(Lines.commit(18, 17, BATCH), StandardCharsets.UTF_8))
        .startsWith(
            "{\"commit\":18,\"with\":17,\"ops\":["
                + "{\"put\":\"a/%E2%82%AC\",\"size\":11,\"json\":{\"x\":[1,2]}},"
                + "{\"delete\":\"b\"},"
                + "{\"put\":\"c\",\"size\":4,\"base64\":\"/wAB\"},"
                + "{\"put\":\"d\",\"size\":11,\"text\":\"line\\nbreak\"},"
                + "{\"put\":\"e\",\"size\":0,\"jsonText\":\"\"}],\"crc\":\"")
        .endsWith("\"}\n");
  }

  @Test
  void aLineSaysWhatWasWritten() {
    byte[] line = Lines.commit(18, 17, BATCH);
    LineParser parser = new LineParser();
    assertThat(parser.parse(line, 0, line.length)).isEqualTo(Kind.COMMIT);
    assertThat(parser.commit()).isEqualTo(18);
    assertThat(parser.group()).isEqualTo(17);
    assertThat(parser.end()).isEqualTo(line.length);
    assertThat(parser.operations()).isEqualTo(5);
    assertThat(parser.encoding(1)).isNull();
    assertThat(new String(parser.key(1), StandardCharsets.US_ASCII)).isEqualTo("b");
  }

  @Test
  void noFlippedBitIsOverlooked() {
    byte[] line = Lines.commit(18, 17, BATCH);
    LineParser parser = new LineParser();
    for (int bit = 0; bit < line.length * 8; bit++) {
      byte[] damaged = line.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(parser.parse(damaged, 0, damaged.length))
          .as("bit " + bit)
          .isNotEqualTo(Kind.COMMIT);
    }
  }

  @Test
  void aBeginningOfALineIsIncomplete() {
    byte[] line = Lines.commit(18, 17, BATCH);
    LineParser parser = new LineParser();
    for (int length = 0; length < line.length; length++) {
      assertThat(parser.parse(Arrays.copyOf(line, length), 0, length)).isEqualTo(Kind.INCOMPLETE);
    }
  }

  @Test
  void headersEndsAndMarkersComeBack() {
    Seal seal = new Seal(7, 123_456_789_012L, 99, -5);
    SegmentHeader plain =
        SegmentHeader.following("0b1e2c3d-0000-4000-8000-000000000001", seal, 3, 105);
    SegmentHeader compacted =
        new SegmentHeader(
            plain.store(), new SegmentName(9, 2), 8, 105, seal, 1, new Seal(9, 5, 200, 1));
    for (SegmentHeader header :
        new SegmentHeader[] {plain, compacted, SegmentHeader.ofFirst(plain.store())}) {
      byte[] line = header.line();
      LineParser parser = new LineParser();
      assertThat(parser.parse(line, 0, line.length)).isEqualTo(Kind.OTHER);
      assertThat(SegmentHeader.parse(parser.text())).contains(header);
      assertThat(parser.crc()).isEqualTo(LineFormat.crcOf(line));
    }
    byte[] end = new SegmentEnd(12, 34).line();
    LineParser parser = new LineParser();
    assertThat(parser.parse(end, 0, end.length)).isEqualTo(Kind.OTHER);
    assertThat(SegmentEnd.parse(parser.text())).contains(new SegmentEnd(12, 34));
    StoreMarker marker = new StoreMarker(1, plain.store());
    assertThat(StoreMarker.parse(marker.content())).contains(marker);
  }

  @Test
  void namesOfSegmentsComeBackAndOthersAreNone() {
    for (SegmentName name : new SegmentName[] {new SegmentName(1, 0), new SegmentName(42, 7)}) {
      assertThat(SegmentName.parse(name.file())).contains(name);
    }
    assertThat(new SegmentName(1, 0).file()).isEqualTo("000000000001.jsonl");
    assertThat(new SegmentName(42, 7).file()).isEqualTo("000000000042.c7.jsonl");
    for (String other :
        new String[] {
          "1.jsonl",
          "000000000000.jsonl",
          "000000000001.c0.jsonl",
          "000000000001.jsonl.unfinished",
          "999999999999.jsonl",
          "000000000001.JSONL"
        }) {
      assertThat(SegmentName.parse(other)).isEmpty();
    }
  }
}
