package io.holdall.storage.json.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithASortedMapThroughRandomHistories(long seed) {
    Random random = new Random(seed);
    int range = seed % 2 == 0 ? 300 : 20_000;
    NavigableMap<String, Slot> expected = new TreeMap<>();
    Index index = Index.empty();
    for (int round = 0; round < 40; round++) {
      IndexEdit edit = index.edit();
      int removals = random.nextInt(100);
      for (int i = 0; i < 400; i++) {
        String key = key(random, range);
        Slot slot = slot(random.nextInt(1 << 30));
        boolean removes = random.nextInt(100) < removals;
        Slot before = removes ? edit.remove(bytes(key)) : edit.put(bytes(key), slot);
        Slot wanted = removes ? expected.remove(key) : expected.put(key, slot);
        if (!Objects.equals(before, wanted) || edit.size() != expected.size()) {
          fail("Another slot was replaced than expected, seed " + seed);
        }
      }
      index = edit.toIndex();
      assertThat(index.size()).isEqualTo(expected.size());
      for (int i = 0; i < 8; i++) {
        String key = key(random, range);
        assertThat(index.get(bytes(key))).isEqualTo(expected.get(key));
        assertRangesAgree(index, expected, key(random, range), key(random, range));
      }
      assertRangesAgree(index, expected, "", "\u007f");
    }
  }

  @Test
  void anIndexStaysAsItIsWhenAnEditGoesOn() {
    IndexEdit edit = Index.empty().edit();
    List<Index> indexes = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      edit.put(bytes("k/%06d".formatted(i * 7919 % 2_000)), slot(i));
      indexes.add(edit.toIndex());
    }
    for (int i = 0; i < 2_000; i++) {
      edit.remove(bytes("k/%06d".formatted(i)));
    }
    assertThat(edit.toIndex().size()).isZero();
    for (int i = 0; i < indexes.size(); i += 97) {
      assertThat(indexes.get(i).size()).isEqualTo(i + 1);
      assertThat(contents(indexes.get(i).scan(bytes(""), bytes("\u007f"), false))).hasSize(i + 1);
    }
  }

  @Test
  void anEditThatIsDroppedLeavesNoTrace() {
    IndexEdit first = Index.empty().edit();
    for (int i = 0; i < 500; i++) {
      first.put(bytes("k/" + i), slot(i));
    }
    Index index = first.toIndex();
    Map<String, Slot> before = contents(index.scan(bytes(""), bytes("\u007f"), false));
    IndexEdit dropped = index.edit();
    for (int i = 0; i < 500; i += 2) {
      dropped.remove(bytes("k/" + i));
      dropped.put(bytes("l/" + i), slot(-i & 0xFFFF));
    }
    assertThat(contents(index.scan(bytes(""), bytes("\u007f"), false))).isEqualTo(before);
  }

  @Test
  void everyFieldOfASlotComesBack() {
    Slot slot = Slot.of(Slot.MAX_VERSION, 4, Slot.MAX_FILE, Slot.MAX_OFFSET, Integer.MAX_VALUE, -1);
    assertThat(slot.version()).isEqualTo(Slot.MAX_VERSION);
    assertThat(slot.encoding()).isEqualTo(4);
    assertThat(slot.file()).isEqualTo(Slot.MAX_FILE);
    assertThat(slot.offset()).isEqualTo(Slot.MAX_OFFSET);
    assertThat(slot.length()).isEqualTo(Integer.MAX_VALUE);
    assertThat(slot.crc()).isEqualTo(-1);
  }

  private static void assertRangesAgree(
      Index index, NavigableMap<String, Slot> expected, String a, String b) {
    String from = a.compareTo(b) <= 0 ? a : b;
    String to = a.compareTo(b) <= 0 ? b : a;
    NavigableMap<String, Slot> range = expected.subMap(from, true, to, false);
    assertThat(contents(index.scan(bytes(from), bytes(to), false)).entrySet())
        .containsExactlyElementsOf(range.entrySet());
    assertThat(contents(index.scan(bytes(from), bytes(to), true)).entrySet())
        .containsExactlyElementsOf(range.descendingMap().entrySet());
  }

  private static Map<String, Slot> contents(Cursor cursor) {
    Map<String, Slot> contents = new LinkedHashMap<>();
    while (cursor.next()) {
      contents.put(new String(cursor.key(), StandardCharsets.US_ASCII), cursor.slot());
    }
    return contents;
  }

  /** Keys that share much, little or nothing, of very different lengths, in and out of order. */
  private static String key(Random random, int range) {
    int number = random.nextInt(range);
    return switch (number % 5) {
      case 0 -> "conversations/session_%06d/messages/%012d".formatted(number % 70, number);
      case 1 -> "a".repeat(1 + number % 880) + number;
      case 2 -> Integer.toString(number);
      case 3 -> "conversations/" + number;
      default -> "conversations/session_000001/messages/%012d".formatted(number);
    };
  }

  private static Slot slot(int number) {
    return Slot.of(number, number % 5, number % 1000, number, number, number);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.US_ASCII);
  }
}
