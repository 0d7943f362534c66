package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Keys: any text is a segment, every text stays apart from every other, nothing is changed. */
interface KeyContract {
  @Test
  @Case(1)
  default void emptyKeysAndSegmentsAreRefused() {
    List<ThrowingCallable> attempts =
        List.of(
            () -> Key.of(""),
            () -> Key.of("a", ""),
            () -> Key.of("a", "", "b"),
            () -> Key.of("a").child(""),
            () -> Key.parse(""),
            () -> Key.parse("/"),
            () -> Key.parse("a//b"));
    for (ThrowingCallable attempt : attempts) {
      assertThatThrownBy(attempt).isInstanceOf(InvalidArgument.class);
    }
  }

  @Test
  @Case(2)
  default void everyAsciiCharacterRoundTrips(StoreUnderTest store) {
    Stream<Key> alone = IntStream.range(0, 128).mapToObj(c -> Key.of("ascii", text(c)));
    Stream<Key> amid = IntStream.range(0, 128).mapToObj(c -> Key.of("x" + text(c) + "y"));
    assertStayApart(store, Stream.concat(alone, amid).toList());
  }

  @Test
  @Case(3)
  default void pathTricksNeitherTraverseNorAlias(StoreUnderTest store) throws IOException {
    List<Key> keys =
        Stream.of(
                "..", ".", "...", "../x", "../../x", "./x", "x/..", "x", "a//b", "a/b", "/a", "a/",
                "a", "//", "/", "\\", "..\\x", "a\\b", "C:\\x", "C:", "~", "$HOME", "%2E%2E",
                "a\0b")
            .flatMap(
                segment -> Stream.of(Key.of(segment), Key.of("t", segment), Key.of(segment, "t")))
            .toList();
    assertStayApart(store, keys);

    assertThat(Key.of("a/b")).isNotEqualTo(Key.of("a", "b"));
    for (String path : List.of("..", "a/../b", "/a", "a/", "./a", "a\\b")) {
      assertThatThrownBy(() -> Key.parse(path)).as(path).isInstanceOf(InvalidArgument.class);
    }
    Path inner = store.directory();
    try (Stream<Path> beside = Files.list(Objects.requireNonNull(inner.getParent()))) {
      assertThat(beside).as("what lies beside the store's directory").containsExactly(inner);
    }
  }

  @Test
  @Case(4)
  default void segmentsThatLookLikeEscapesStayThemselves(StoreUnderTest store) {
    assertStayApart(
        store,
        Stream.of(
                "%",
                "%%", "%2F", "%2f", "/", "%252F", "%25", "%zz", "%4", "%C3%A9", "é", "%c3%a9",
                "a%2Fb", "a/b", "+", " ", "%20", "&#47;", "\\u002F", "_x002F_", "=2F")
            .map(segment -> Key.of("escapes", segment))
            .toList());
  }

  @Test
  @Case(5)
  default void anEscapedLetterIsNotTheLetter(StoreUnderTest store) {
    assertThat(Key.of("%48").encoded()).isEqualTo("%2548");
    assertThatThrownBy(() -> Key.parse("%48")).isInstanceOf(InvalidArgument.class);
    assertStayApart(store, List.of(Key.of("%48"), Key.of("H"), Key.of("%2548")));
  }

  @Test
  @Case(6)
  default void edgeWhiteSpaceAndDotsAreKept(StoreUnderTest store) {
    assertStayApart(
        store,
        Stream.of(
                "a", " a", "a ", " a ", "  a", "a  ", "a.", ".a", "a..", "..a", " ", "  ", "\t",
                "a\t", "a\n", "a\r\n", "\u00a0a", "a\u3000", "\ufeffa", "a\u200b", ". ", " .")
            .flatMap(segment -> Stream.of(Key.of("edges", segment), Key.of(segment, "edges")))
            .toList());
  }

  @Test
  @Case(7)
  default void keysThatDifferInCaseStayApart(StoreUnderTest store) {
    assertStayApart(
        store,
        Stream.of(
                "a", "A", "Ab", "aB", "AB", "ab", "ä", "Ä", "i", "I", "ı", "İ", "ß", "ss", "SS",
                "ẞ", "σ", "ς", "Σ", "k", "K", "\u212a")
            .flatMap(segment -> Stream.of(Key.of("case", segment), Key.of(segment, "case")))
            .toList());
  }

  @Test
  @Case(8)
  default void unicodeFormsStayApartAndUnchanged(StoreUnderTest store) {
    assertStayApart(
        store,
        Stream.of(
                "\u00e9",
                "e\u0301",
                "\u1e69",
                "s\u0323\u0307",
                "s\u0307\u0323",
                "\ufb01",
                "fi",
                "\u212b",
                "\u00c5",
                "A\u030a",
                "\uac00",
                "\u1100\u1161",
                "\uff21",
                "A")
            .map(segment -> Key.of("forms", segment))
            .toList());
  }

  @Test
  @Case(9)
  default void unpairedSurrogatesAreRefused(StoreUnderTest store) {
    for (String segment :
        List.of("\ud800", "\udc00", "a\ud83d", "\ude00b", "\udc00\ud800", "\ud83dx\ude00")) {
      assertThatThrownBy(() -> Key.of("s", segment)).isInstanceOf(InvalidArgument.class);
    }
    assertStayApart(
        store, List.of(Key.of("s", "\ud83d\ude00"), Key.of("s", "?"), Key.of("s", "\ufffd")));
  }

  @Test
  @Case(10)
  default void theLongestKeyWorksAndOneByteMoreIsRefused(StoreUnderTest store) {
    int longest = store.capabilities().maxKeyBytes();
    assertThat(longest).as("maxKeyBytes").isBetween(1, Key.MAX_ENCODED_BYTES);
    String deep = "a/".repeat(longest / 2) + (longest % 2 == 0 ? "" : "a");
    List<Key> keys =
        List.of(
            Key.of("x".repeat(longest)),
            Key.of("x".repeat(longest - 1)),
            Key.of("x".repeat(longest - 1) + "y"),
            Key.of("é".repeat(longest / 6) + "x".repeat(longest % 6)),
            Key.parse(deep.endsWith("/") ? deep.substring(0, deep.length() - 1) : deep));
    assertStayApart(store, keys);
    store.putAll(valued(keys));

    assertThatThrownBy(
            () -> store.storage().put(Key.of("x".repeat(longest + 1)), Samples.text("too long")))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> store.storage().put(keys.get(0).child("y"), Samples.text("too long")))
        .isInstanceOf(InvalidArgument.class);
    Contents.assertHolds(store.storage(), valued(keys));
  }

  @Test
  @Case(11)
  default void aKeyAndKeysUnderItCoexist(StoreUnderTest store) {
    Key a = Key.of("a");
    assertStayApart(
        store, List.of(a, a.child("b"), a.child("b").child("c"), a.child("bc"), Key.of("ab")));
  }

  @Test
  @Case(12)
  default void namesThatFileSystemsReserveAreOrdinary(StoreUnderTest store) {
    assertStayApart(
        store,
        Stream.of(
                "CON",
                "con",
                "PRN",
                "AUX",
                "NUL",
                "nul.txt",
                "aux.c",
                "COM1",
                "com1.log",
                "LPT9",
                "CONIN$",
                "a:b",
                "a:$DATA",
                "a*",
                "a?",
                "a\"b",
                "<a>",
                "a|b",
                "desktop.ini",
                ".DS_Store",
                "lost+found",
                ".git",
                "PROGRA~1",
                "-rf",
                "-",
                "--",
                "\u202ea")
            .flatMap(segment -> Stream.of(Key.of("names", segment), Key.of(segment, "names")))
            .toList());
  }

  @Test
  default void collectionsOfTheFrameworkAreWrittenThroughTheBackendOnly(StoreUnderTest store) {
    Key reserved = Key.of(Key.RESERVED_PREFIX + "_kit", "state");
    Value value = Samples.text("the framework's");
    assertThatThrownBy(() -> store.storage().put(reserved, value)).isInstanceOf(AccessDenied.class);
    assertThatThrownBy(() -> store.storage().delete(reserved)).isInstanceOf(AccessDenied.class);
    Contents.assertHolds(store.storage(), Map.of());

    store.backend().commit(WriteBatch.builder().put(reserved, value).build());
    Contents.assertValue(store.storage(), reserved, value);
  }

  private static String text(int character) {
    return String.valueOf((char) character);
  }

  private static Map<Key, Value> valued(List<Key> keys) {
    Map<Key, Value> values = new TreeMap<>();
    keys.forEach(key -> values.put(key, Samples.text("value of " + key)));
    assertThat(values).as("distinct keys").hasSameSizeAs(keys);
    return values;
  }

  /**
   * Writes all keys, deletes half of them, rewrites the rest: each time only those meant change.
   */
  private static void assertStayApart(StoreUnderTest store, List<Key> keys) {
    Map<Key, Value> values = valued(keys);
    store.putAll(values);
    Contents.assertHolds(store.storage(), values);

    for (int i = 0; i < keys.size(); i += 2) {
      store.storage().delete(keys.get(i));
      values.remove(keys.get(i));
    }
    Contents.assertHolds(store.storage(), values);

    values.replaceAll((key, old) -> Samples.text("rewritten " + key));
    store.putAll(values);
    Contents.assertHolds(store.storage(), values);

    keys.forEach(key -> values.putIfAbsent(key, Samples.text("again " + key)));
    store.putAll(values);
    if (store.isPersistent()) {
      store.reopen();
    }
    Contents.assertHolds(store.storage(), values);
    Scans.keys(store.storage(), Scan.all()).forEach(KeyContract::assertCanonical);
  }

  private static void assertCanonical(Key key) {
    assertThat(Key.parse(key.encoded())).isEqualTo(key);
    List<String> segments = key.segments();
    String[] more = segments.subList(1, segments.size()).toArray(String[]::new);
    assertThat(Key.of(segments.get(0), more)).isEqualTo(key);
  }
}
