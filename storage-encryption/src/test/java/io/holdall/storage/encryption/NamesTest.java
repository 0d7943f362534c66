package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted names: what is stored, and that scans are right all the same. */
class NamesTest {
  private static final Value VALUE = Value.json("{}");

  private final MemoryBackend backend = new MemoryBackend();

  @Test
  void namesAreStoredEncryptedAndNumbersAndCollectionsAreNot() {
    Storage storage = open("?/**");
    storage.put(Key.of("people", "alice", "visits").child(7), VALUE);

    assertThat(stored()).hasSize(1);
    List<String> segments = stored().get(0).segments();
    assertThat(segments.get(0)).isEqualTo("people");
    assertThat(segments.get(1)).startsWith("=").doesNotContain("alice").hasSize(29);
    assertThat(segments.get(2)).startsWith("=").doesNotContain("visits");
    assertThat(segments.get(3)).isEqualTo("000000000007");
  }

  @Test
  void equalNamesUnderDifferentParentsDoNotLookAlike() {
    Storage storage = open("?/**");
    storage.put(Key.of("people", "alice", "x"), VALUE);
    storage.put(Key.of("people", "bob", "x"), VALUE);
    storage.put(Key.of("people", "alice", "y"), VALUE);
    List<Key> stored = stored();
    assertThat(stored.stream().map(Key::name)).doesNotHaveDuplicates();
    assertThat(stored.stream().map(key -> key.segments().get(1)).distinct()).hasSize(2);
  }

  @Test
  void patternsSayWhatIsEncrypted() {
    Storage few = open("people/*/visits/?/**", "secret/**");
    few.put(Key.of("people", "alice", "visits", "plain", "hidden", "hidden2"), VALUE);
    few.put(Key.of("people", "alice", "else"), VALUE);
    few.put(Key.of("secret", "hidden", "000000000001x"), VALUE);
    few.put(Key.of("open", "plain"), VALUE);
    assertThat(stored())
        .extracting(key -> key.encoded().replaceAll("=[A-Za-z0-9_-]+", "="))
        .containsExactlyInAnyOrder(
            "people/=/visits/plain/=/=", "people/=/else", "secret/=/=", "open/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "a//b", "**/a", "a/**/b", "=a/*", "a b", "a%2fb", "ä", "../a", "a/***"})
  void patternsThatMakeNoSenseAreRefused(String pattern) {
    assertThatThrownBy(() -> Encryption.of(TestKeys.keys()).encryptingNames(pattern))
        .isInstanceOf(Configuration.class);
  }

  @Test
  void changedOrMovedNameIsRefused() {
    Storage storage = open("?/**");
    storage.put(Key.of("people", "alice", "x"), VALUE);
    storage.put(Key.of("people", "bob", "y"), VALUE);
    Key alice = stored().get(0);
    Entry entry = backend.get(List.of(alice)).get(0).orElseThrow();
    String foreign = stored().get(1).name();
    List<Key> wrong =
        List.of(
            Key.parse(alice.encoded().substring(0, alice.encoded().length() - 1)),
            Key.of("people", alice.segments().get(1), foreign),
            Key.of("people", alice.segments().get(1), "plain"),
            Key.of("others", alice.segments().get(1)));
    for (Key key : wrong) {
      backend.commit(WriteBatch.builder().put(key, entry.value()).build());
      assertThatThrownBy(() -> storage.keys(Scan.all()).toList())
          .as(key.encoded())
          .isInstanceOf(Corrupt.class);
      backend.commit(WriteBatch.builder().delete(key).build());
    }
    assertThat(storage.keys(Scan.all())).hasSize(2);
  }

  @Test
  void longestKeyFitsHoweverManySegmentsItHas() {
    Storage storage = open("**");
    int longest = storage.capabilities().maxKeyBytes();
    assertThat(longest).isGreaterThan(500);
    for (int segments = 1; segments < longest / 2; segments++) {
      int length = longest - (segments - 1) * 2;
      Key key = Key.parse("a/".repeat(segments - 1) + "x".repeat(length));
      storage.put(key, VALUE);
      assertThat(storage.get(key)).as("%d segments", segments).isPresent();
      storage.delete(key);
    }
    Key tooLong = Key.of("x".repeat(longest + 1));
    assertThatThrownBy(() -> storage.put(tooLong, VALUE)).isInstanceOf(InvalidArgument.class);
    assertThat(storage.get(Key.of("x".repeat(900)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?/**", "**", "a/*", "*/b/** a/?/*", "none-such/**"})
  void scansAndRangeChecksAreAsWithoutEncryption(String patterns) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Storage sealed = open(patterns.split(" "));
    Storage plain = Storage.inMemory();
    for (int round = 0; round < 60; round++) {
      for (int i = 0; i < 5; i++) {
        Key key = key(random);
        if (random.nextInt(4) == 0) {
          sealed.delete(key);
          plain.delete(key);
        } else {
          Value value = Value.json("\"" + round + " " + i + "\"");
          sealed.put(key, value);
          plain.put(key, value);
        }
      }
      for (int i = 0; i < 10; i++) {
        assertSamePages(scan(random), sealed, plain, "seed " + seed);
      }
      assertSameChecks(random, sealed, "seed " + seed);
    }
  }

  @Test
  void listIsReadOncePerLevelAndNotWhatLiesBelow() {
    Storage storage = open("?/**");
    for (int session = 0; session < 20; session++) {
      for (int message = 0; message < 50; message++) {
        storage.put(Key.of("chats", "s" + session).child(message), VALUE);
      }
    }
    assertThat(storage.keys(Scan.under(Key.of("chats")).limit(10)).limit(3))
        .containsExactly(
            Key.of("chats", "s0").child(0),
            Key.of("chats", "s0").child(1),
            Key.of("chats", "s0").child(2));
    assertThat(storage.count(Scan.all().limit(7))).isEqualTo(1_000);
    Page last = storage.scan(Scan.under(Key.of("chats", "s13")).reversed().limit(3));
    assertThat(last.entries().stream().map(entry -> entry.key().number().orElseThrow()))
        .containsExactly(49L, 48L, 47L);
  }

  private static void assertSamePages(Scan scan, Storage sealed, Storage plain, String seed) {
    Scan next = scan;
    for (int page = 0; page < 1_000; page++) {
      Page expected = plain.scan(next);
      Page found = sealed.scan(next);
      assertThat(shown(found)).as("%s of %s, %s", next, sealed, seed).isEqualTo(shown(expected));
      assertThat(found.more()).as("more of %s, %s", next, seed).isEqualTo(expected.more());
      Optional<Key> last = expected.next();
      if (last.isEmpty()) {
        return;
      }
      next = next.after(last.get());
    }
  }

  private static List<String> shown(Page page) {
    return page.entries().stream()
        .map(entry -> entry.key() + (entry.hasValue() ? "=" + entry.value().text() : ""))
        .toList();
  }

  /** A check of what was read holds; one of anything else fails naming the difference. */
  private static void assertSameChecks(Random random, Storage sealed, String seed) {
    KeyRange range = scan(random).bounds();
    NavigableMap<Key, Version> present = new TreeMap<>();
    sealed.stream(Scan.over(range)).forEach(entry -> present.put(entry.key(), entry.version()));
    sealed.commit(WriteBatch.builder().checkRange(range, present).build());
    if (!present.isEmpty()) {
      Key missing = present.firstKey();
      present.remove(missing);
      assertThatThrownBy(
              () -> sealed.commit(WriteBatch.builder().checkRange(range, present).build()))
          .as("%s, %s", range, seed)
          .isInstanceOfSatisfying(
              Conflict.class, e -> assertThat(e.keys()).containsExactly(missing));
    }
  }

  private static Scan scan(Random random) {
    KeyRange range =
        switch (random.nextInt(4)) {
          case 0 -> KeyRange.all();
          case 1 -> KeyRange.under(key(random));
          default -> KeyRange.between(key(random), key(random));
        };
    Scan scan = Scan.over(range).limit(1 + random.nextInt(12));
    scan = random.nextBoolean() ? scan.reversed() : scan;
    scan = random.nextInt(3) == 0 ? scan.keysOnly() : scan;
    return random.nextInt(3) == 0 ? scan.after(key(random)) : scan;
  }

  /** From few names, so that keys lie under each other, beside each other, and deep. */
  private static Key key(Random random) {
    List<String> names = List.of("a", "b", "a-", "a.b", "a b", "ä", "=a", "0", "~", "000000000012");
    List<String> segments = new ArrayList<>();
    int depth = random.nextInt(12) == 0 ? 10 : 1 + random.nextInt(4);
    for (int i = 0; i < depth; i++) {
      segments.add(names.get(random.nextInt(names.size())));
    }
    Key key = Key.of(segments.get(0), segments.subList(1, depth).toArray(String[]::new));
    return random.nextInt(3) == 0 ? key.child(random.nextInt(5)) : key;
  }

  private Storage open(String... patterns) {
    return Storage.builder(new Unclosed(backend))
        .with(Encryption.of(TestKeys.keys()).encryptingNames(patterns))
        .open();
  }

  private List<Key> stored() {
    return backend.scan(Scan.all().keysOnly()).entries().stream()
        .map(Entry::key)
        .filter(key -> !key.isReserved())
        .toList();
  }
}
