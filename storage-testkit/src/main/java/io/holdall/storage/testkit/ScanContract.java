package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scans: in order, within their bounds. */
interface ScanContract {
  @Test
  @Case(34)
  default void scansFollowTheBytesOfTheEncodedKeys(StoreUnderTest store) {
    List<Key> keys =
        Stream.of(
                "a",
                "B",
                "b",
                "aa",
                "a!",
                "a-",
                "a0",
                "a~",
                "~",
                "0",
                "10",
                "9",
                "é",
                "z",
                "Z",
                "\u00ff",
                "\u0100",
                "\u07ff",
                "\u0800",
                "\ud7ff",
                "\ue000",
                "\uff5e",
                "\uffff",
                "\ud800\udc00",
                "\ud83d\ude00",
                "\udbff\udfff",
                "\u0001",
                "%",
                "/",
                "a b",
                "_",
                "=")
            .flatMap(text -> Stream.of(Key.of(text), Key.of("in", text), Key.of(text, "in")))
            .toList();
    Map<Key, Value> values = new TreeMap<>();
    keys.forEach(key -> values.put(key, Samples.text(key.encoded())));
    store.putAll(values);

    List<Key> byBytes = new ArrayList<>(keys);
    byBytes.sort((one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other)));
    assertThat(Scans.keys(store.storage(), Scan.all().limit(10))).isEqualTo(byBytes);
    Collections.reverse(byBytes);
    assertThat(Scans.keys(store.storage(), Scan.all().limit(10).reversed())).isEqualTo(byBytes);
  }

  @Test
  @Case(34)
  default void numberedChildrenAreInNumericOrder(StoreUnderTest store) {
    List<Long> numbers =
        List.of(0L, 1L, 9L, 10L, 99L, 100L, 999_999_999_999L, 1_000_000_000_000L, Long.MAX_VALUE);
    Key parent = Key.of("numbers");
    Map<Key, Value> values = new TreeMap<>();
    numbers.forEach(number -> values.put(parent.child(number), Samples.text("n" + number)));
    store.putAll(values);
    assertThat(
            Scans.keys(store.storage(), Scan.under(parent)).stream()
                .map(key -> key.number().orElseThrow()))
        .isEqualTo(numbers);
  }

  @Test
  @Case(35)
  default void aScanUnderAKeyEndsAtItsSegments(StoreUnderTest store) {
    Key foo = Key.of("foo");
    List<Key> under =
        List.of(
            foo.child("!"),
            foo.child("/"),
            foo.child("0"),
            foo.child("x"),
            foo.child("x").child("y"),
            foo.child("~"),
            foo.child("\udbff\udfff"));
    List<Key> beside =
        Stream.of(
                "foo", "foo.bar", "foo-x", "foo/x", "foo0", "foo!", "foo~", "foobar", "fo", "fop",
                "Foo")
            .map(Key::of)
            .toList();
    Map<Key, Value> values = new TreeMap<>();
    Stream.concat(under.stream(), beside.stream())
        .forEach(key -> values.put(key, Samples.text(key.encoded())));
    values.put(Key.of("foo.bar", "x"), Samples.text("under another"));
    store.putAll(values);

    List<Key> sorted = under.stream().sorted().toList();
    assertThat(Scans.keys(store.storage(), Scan.under(foo).limit(2))).isEqualTo(sorted);
    List<Key> backwards = under.stream().sorted(Collections.reverseOrder()).toList();
    assertThat(Scans.keys(store.storage(), Scan.under(foo).limit(2).reversed()))
        .isEqualTo(backwards);
    assertThat(Scans.keys(store.storage(), Scan.under(Key.of("foo.bar"))))
        .containsExactly(Key.of("foo.bar", "x"));
    assertThat(Scans.keys(store.storage(), Scan.under(Key.of("nothing")))).isEmpty();
  }

  @Test
  @Case(35)
  default void boundsAreInclusiveBelowAndExclusiveAbove(StoreUnderTest store) {
    store.putAll(Samples.numbered("r", 6));
    assertKeys(store, Scan.between(child(1), child(4)), 1, 2, 3);
    assertKeys(store, Scan.between(child(1), child(4)).reversed(), 3, 2, 1);
    assertKeys(store, Scan.between(child(2), child(2)));
    assertKeys(store, Scan.between(child(4), child(1)));
    assertKeys(store, Scan.between(child(4), child(1)).reversed());
    assertKeys(store, Scan.between(Key.of("a"), child(1)), 0);
    assertKeys(store, Scan.between(child(5), Key.of("z")).reversed(), 5);
    assertKeys(store, Scan.over(new KeyRange("", "")));
    assertKeys(store, Scan.all(), 0, 1, 2, 3, 4, 5);
  }

  @Test
  @Case(36)
  default void aScanOfKeysOnlyBringsVersionsWithoutValues(StoreUnderTest store) {
    store.putAll(Samples.numbered("r", 5));
    List<Entry> whole = store.storage().scan(Scan.all()).entries();
    List<Entry> keysOnly = store.storage().scan(Scan.all().keysOnly()).entries();
    assertThat(keysOnly).noneMatch(Entry::hasValue);
    assertThat(keysOnly.stream().map(Entry::key))
        .isEqualTo(whole.stream().map(Entry::key).toList());
    assertThat(keysOnly.stream().map(Entry::version))
        .isEqualTo(whole.stream().map(Entry::version).toList());
    assertThat(Scans.count(store.storage(), Scan.all().limit(2))).isEqualTo(5);
  }

  @Test
  @Case(37)
  default void afterIsExclusiveAlsoForAnAbsentKey(StoreUnderTest store) {
    for (int i : new int[] {1, 3, 5, 7}) {
      store.storage().put(child(i), Samples.text("r " + i));
    }
    Scan all = Scan.under(Key.of("r"));
    assertKeys(store, all.after(child(3)), 5, 7);
    assertKeys(store, all.after(child(4)), 5, 7);
    assertKeys(store, all.after(child(7)));
    assertKeys(store, all.after(child(8)));
    assertKeys(store, all.after(Key.of("a")), 1, 3, 5, 7);
    assertKeys(store, all.after(Key.of("z")));
    assertKeys(store, all.after(Key.of("r")), 1, 3, 5, 7);
    assertKeys(store, all.after(child(3).child("below")), 5, 7);

    Scan backwards = all.reversed();
    assertKeys(store, backwards.after(child(5)), 3, 1);
    assertKeys(store, backwards.after(child(4)), 3, 1);
    assertKeys(store, backwards.after(child(1)));
    assertKeys(store, backwards.after(child(0)));
    assertKeys(store, backwards.after(Key.of("z")), 7, 5, 3, 1);
    assertKeys(store, backwards.after(Key.of("a")));
    assertKeys(store, backwards.after(child(3).child("below")), 3, 1);

    Scan part = Scan.between(child(3), child(7));
    assertKeys(store, part.after(child(1)), 3, 5);
    assertKeys(store, part.after(child(9)));
    assertKeys(store, part.reversed().after(child(9)), 5, 3);
    assertKeys(store, part.reversed().after(child(3)));
  }

  @Test
  @Case(40)
  default void onesOwnWritesAppearAtOnce(StoreUnderTest store) throws Exception {
    Storage storage = store.storage();
    for (int i = 0; i < 30; i++) {
      Key key = child(i);
      Value value = Samples.text("r " + i);
      storage.put(key, value);
      Contents.assertValue(storage, key, value);
      assertThat(
              storage.scan(Scan.all().reversed().limit(1)).entries().stream()
                  .map(Entry::key)
                  .findFirst())
          .contains(key);
      Callable<Optional<Value>> elsewhere = () -> storage.get(key).map(Entry::value);
      Contents.showing(assertThat(Race.run(List.of(elsewhere)).get(0)))
          .as("what another thread sees of a write that has returned")
          .contains(value);
      if (i % 3 == 0) {
        storage.delete(key);
        Contents.assertAbsent(storage, key);
      }
    }
  }

  @Test
  @Case(40)
  default void getKeepsTheOrderOfItsKeysAndTheirRepetitions(StoreUnderTest store) {
    store.putAll(Samples.numbered("r", 3));
    List<Key> asked =
        List.of(child(2), child(9), child(0), child(2), Key.of("r"), child(1), child(9));
    List<Optional<Key>> found =
        store.storage().get(asked).stream().map(entry -> entry.map(Entry::key)).toList();
    assertThat(found)
        .containsExactly(
            Optional.of(child(2)),
            Optional.empty(),
            Optional.of(child(0)),
            Optional.of(child(2)),
            Optional.empty(),
            Optional.of(child(1)),
            Optional.empty());
    assertThat(store.storage().get(List.of())).isEmpty();
  }

  @Test
  default void reverseEqualsForwardReversed(StoreUnderTest store) {
    store.putAll(Samples.numbered("a", 4));
    store.putAll(Samples.numbered("r", 9));
    store.storage().put(Key.of("r.x"), Samples.text("between"));
    for (int limit : new int[] {1, 2, 3, 9, 100}) {
      for (Scan scan :
          List.of(
              Scan.all(),
              Scan.under(Key.of("r")),
              Scan.between(child(2), child(7)),
              Scan.between(Key.of("a"), child(3)))) {
        List<Entry> forward = Scans.entries(store.storage(), scan.limit(limit));
        List<Entry> reverse =
            new ArrayList<>(Scans.entries(store.storage(), scan.limit(limit).reversed()));
        Collections.reverse(reverse);
        Contents.showing(assertThat(reverse)).as("%s", scan.limit(limit)).isEqualTo(forward);
      }
    }
  }

  private static void assertKeys(StoreUnderTest store, Scan scan, int... children) {
    List<Key> expected = Arrays.stream(children).mapToObj(ScanContract::child).toList();
    assertThat(Scans.keys(store.storage(), scan)).as("%s", scan).isEqualTo(expected);
    assertThat(Scans.keys(store.storage(), scan.limit(1)))
        .as("%s, one entry a page", scan)
        .isEqualTo(expected);
  }

  private static Key child(long number) {
    return Key.of("r").child(number);
  }

  private static byte[] bytes(Key key) {
    return key.encoded().getBytes(StandardCharsets.US_ASCII);
  }
}
