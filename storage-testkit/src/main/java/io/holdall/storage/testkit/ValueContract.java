package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageView;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values: any bytes, unchanged, whole, and nobody else's array. */
interface ValueContract {
  @Test
  @Case(13)
  default void zeroLengthIsNotAbsent(StoreUnderTest store) {
    Map<Key, Value> values = new TreeMap<>();
    values.put(Key.of("empty", "binary"), Value.binary(new byte[0]));
    values.put(Key.of("empty", "json"), Value.json(""));
    store.putAll(values);
    Contents.assertHolds(store.storage(), values);
    if (store.isPersistent()) {
      Contents.assertHolds(store.reopen(), values);
    }
    store.storage().delete(Key.of("empty", "binary"));
    Contents.assertAbsent(store.storage(), Key.of("empty", "binary"));
  }

  @Test
  @Case(14)
  default void everyByteValueRoundTrips(StoreUnderTest store) {
    byte[] all = new byte[512];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i < 256 ? i : 511 - i);
    }
    Map<Key, Value> values = new TreeMap<>();
    values.put(Key.of("bytes", "all"), Value.binary(all));
    values.put(Key.of("bytes", "all as JSON"), Value.of(all, Format.JSON));
    for (int i = 0; i < 256; i++) {
      values.put(Key.of("bytes").child(i), Value.binary(new byte[] {(byte) i}));
    }
    store.putAll(values);
    assertHeldEverywhere(store, values);
  }

  @Test
  @Case(14)
  default void aValueAtTheLimitWorksAndOneByteMoreIsRefused(StoreUnderTest store) {
    Storage storage = store.reopenWith("max-value-bytes", "5000");
    int limit = storage.capabilities().maxValueBytes();
    store.assertLimit("maxValueBytes", limit, 5_000);
    Key key = Key.of("limits", "value");
    Key other = Key.of("limits", "other");
    Map<Key, Value> values = Map.of(key, Samples.filled(limit, 'x'));
    store.putAll(values);
    Contents.assertHolds(storage, values);

    Value tooLarge = Samples.filled(limit + 1, 'y');
    assertThatThrownBy(() -> storage.put(key, tooLarge)).isInstanceOf(LimitExceeded.class);
    assertThatThrownBy(() -> storage.put(other, tooLarge)).isInstanceOf(LimitExceeded.class);
    if (store.hasBatches()) {
      WriteBatch batch = WriteBatch.builder().put(other, text("small")).put(key, tooLarge).build();
      assertThatThrownBy(() -> storage.commit(batch)).isInstanceOf(LimitExceeded.class);
    }
    Contents.assertHolds(storage, values);
    storage.put(key, text("small"));
    Contents.assertValue(storage, key, text("small"));
  }

  @Test
  @Case(14)
  default void aLargeValueRoundTrips(StoreUnderTest store) {
    int length = Math.min(4 << 20, store.capabilities().maxValueBytes());
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    Map<Key, Value> values = Map.of(Key.of("large"), Value.binary(bytes));
    store.putAll(values);
    assertHeldEverywhere(store, values);
  }

  @Test
  @Case(15)
  default void theCallerChangingItsArrayChangesNothingStored(StoreUnderTest store) {
    Key key = Key.of("arrays", "given");
    byte[] mine = {1, 2, 3};
    Value value = Value.binary(mine);
    store.storage().put(key, value);
    Arrays.fill(mine, (byte) 9);
    Contents.assertValue(store.storage(), key, Value.binary(new byte[] {1, 2, 3}));

    Entry read = store.storage().get(key).orElseThrow();
    Arrays.fill(read.value().bytes(), (byte) 9);
    assertThat(read.value().buffer().isReadOnly()).as("buffer is read-only").isTrue();
    Contents.assertValue(store.storage(), key, Value.binary(new byte[] {1, 2, 3}));
  }

  @Test
  @Case(15)
  default void valuesReadEarlierDoNotChangeByLaterReadsAndWrites(StoreUnderTest store) {
    Map<Key, Value> values = Samples.numbered("arrays", 20);
    store.putAll(values);
    List<Entry> scanned = store.storage().scan(Scan.all()).entries();
    List<Entry> got =
        values.keySet().stream().map(key -> store.storage().get(key).orElseThrow()).toList();
    values.keySet().forEach(key -> store.storage().put(key, text("rewritten " + key)));
    assertThat(store.storage().scan(Scan.all().reversed()).entries()).hasSize(20);

    Contents.showing(assertThat(Contents.valuesOf(scanned)))
        .as("entries of a scan, looked at after later calls")
        .isEqualTo(values);
    Contents.showing(assertThat(Contents.valuesOf(got)))
        .as("entries of gets, looked at after later calls")
        .isEqualTo(values);
  }

  @Test
  @Case(16)
  default void aValueIsNeverSeenInPart(StoreUnderTest store) throws Exception {
    Key key = Key.of("whole");
    int length = Math.min(100_000, store.capabilities().maxValueBytes());
    Storage storage = store.storage();
    storage.put(key, Samples.filled(length, 0));
    AtomicBoolean written = new AtomicBoolean();
    Callable<Void> writer =
        () -> {
          try {
            for (int i = 1; i <= 60; i++) {
              storage.put(key, Samples.filled(length - i, i));
            }
          } finally {
            written.set(true);
          }
          return null;
        };
    Callable<Void> getter =
        () -> {
          while (!written.get()) {
            assertWhole(storage.get(key).orElseThrow(), length);
          }
          return null;
        };
    Callable<Void> scanner =
        () -> {
          while (!written.get()) {
            assertWhole(storage.scan(Scan.all()).entries().get(0), length);
          }
          return null;
        };
    Race.run(List.of(writer, getter, scanner));
    assertWhole(storage.get(key).orElseThrow(), length);
  }

  @Test
  @Case(17)
  default void aFailedWriteKeepsTheOldValue(StoreUnderTest store) {
    Storage storage = store.reopenWith("max-value-bytes", "1000");
    Key key = Key.of("kept");
    storage.put(key, text("old"));
    Entry before = storage.get(key).orElseThrow();
    if (storage.capabilities().conditions()) {
      assertThatThrownBy(() -> storage.put(key, text("new"), Condition.absent()))
          .isInstanceOf(Conflict.class);
      assertThatThrownBy(
              () -> storage.put(key, text("new"), Condition.version(Samples.neverIssued())))
          .isInstanceOf(Conflict.class);
      assertThatThrownBy(() -> storage.delete(key, Condition.absent()))
          .isInstanceOf(Conflict.class);
    }
    assertThatThrownBy(() -> storage.put(key, Samples.filled(1_001, 'x')))
        .isInstanceOf(StorageException.class);
    Contents.showing(assertThat(storage.get(key)))
        .as("the entry after failed writes")
        .contains(before);
    if (store.isPersistent()) {
      Contents.showing(assertThat(store.reopen().get(key)))
          .as("the entry after failed writes and reopening")
          .contains(before);
    }
  }

  @Test
  @Case(18)
  default void jsonValuesComeBackByteForByte(StoreUnderTest store) {
    Map<Key, Value> values = new TreeMap<>();
    List<byte[]> texts = awkwardJson();
    for (int i = 0; i < texts.size(); i++) {
      values.put(Key.of("json").child(i), Value.of(texts.get(i), Format.JSON));
      values.put(Key.of("binary").child(i), Value.of(texts.get(i), Format.BINARY));
    }
    store.putAll(values);
    assertHeldEverywhere(store, values);
  }

  private static void assertHeldEverywhere(StoreUnderTest store, Map<Key, Value> values) {
    Contents.assertHolds(store.storage(), values);
    if (store.capabilities().snapshots()) {
      try (var snapshot = store.storage().snapshot()) {
        Contents.assertHolds(snapshot, values);
      }
    }
    if (store.isPersistent()) {
      Contents.assertHolds((StorageView) store.reopen(), values);
    }
  }

  private static void assertWhole(Entry entry, int length) {
    byte[] bytes = entry.value().bytes();
    int filler = bytes[0];
    assertThat(bytes).as("length of the value filled with %d", filler).hasSize(length - filler);
    for (byte b : bytes) {
      if (b != filler) {
        throw new AssertionError("A value of %d has a byte %d".formatted(filler, b));
      }
    }
  }

  private static Value text(String text) {
    return Samples.text(text);
  }

  /** Everything that a backend which understands JSON could be tempted to change or to refuse. */
  private static List<byte[]> awkwardJson() {
    Stream<String> texts =
        Stream.of(
            "{\"a\":1}",
            " { \"a\" :\t1 } ",
            "{\n  \"a\": 1\r\n}\n",
            "\n",
            "\r",
            "\u2028\u2029\u0085",
            "\ufeff{\"bom\":true}",
            "{\"a\":1,\"a\":2,\"a\":1}",
            "{\"b\":1,\"a\":2}",
            "1E400",
            "-0",
            "-0.0",
            "1.0",
            "1.10",
            "1e5",
            "0.1000000000000000055511151231257827",
            "123456789012345678901234567890",
            "\"\\u00e9\"",
            "\"\u00e9\"",
            "\"\\/\"",
            "\"/\"",
            "\"\\ud83d\\ude00\"",
            "\"\ud83d\ude00\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"a\0b\"",
            "\0",
            "null",
            "true",
            "\"\"",
            "",
            " ",
            "[".repeat(3_000) + "]".repeat(3_000),
            "{\"a\":".repeat(1_500) + "1" + "}".repeat(1_500),
            "[1] [2]",
            "{\"a\":1}\n{\"b\":2}",
            "{\"a\":1} trailing",
            "{'single':1,}",
            "// comment\n1",
            "NaN",
            "not JSON at all, 100%",
            "{\"open\":",
            "\"line\nbreak\"",
            "]]]}}}",
            "\\",
            "\"" + "x".repeat(20_000) + "\"",
            "{\"__proto__\":null,\"$ref\":\"#\"}");
    byte[][] bytes = {
      {(byte) 0xff, (byte) 0xfe, 0},
      {'"', (byte) 0xc3, '"'},
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
      {(byte) 0xc0, (byte) 0x80},
      {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {'"', (byte) 0xef, (byte) 0xbf, (byte) 0xbd, '"'},
      "{\"utf16\":1}".getBytes(StandardCharsets.UTF_16LE),
    };
    return Stream.concat(
            texts.map(text -> text.getBytes(StandardCharsets.UTF_8)), Arrays.stream(bytes))
        .toList();
  }
}
