package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.migration.Copier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many requests calls make, and of which kind. */
final class RequestsTest {
  private static final Key KEY = Key.of("notes", "n1");
  private static final Value VALUE = Value.json("1");

  private final TestStore store = new TestStore();
  private final Storage storage = store.open();

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @Test
  void everyOperationOnAnEntryIsOneRequest() {
    Version version = storage.put(KEY, VALUE);
    assertCounts(1, 0, 0, 0);
    version = storage.put(KEY, VALUE, Condition.version(version));
    assertCounts(1, 0, 0, 0);
    storage.get(KEY);
    storage.get(Key.of("absent"));
    assertCounts(0, 2, 0, 0);
    storage.commit(WriteBatch.builder().check(KEY, Condition.version(version)).build());
    assertThat(store.proxy.count(Operation.HEAD)).isEqualTo(1);
    assertThat(store.proxy.count()).isEqualTo(1);
    store.proxy.forget();
    storage.delete(KEY, Condition.version(version));
    storage.delete(KEY);
    assertCounts(0, 0, 2, 0);
    storage.commit(WriteBatch.builder().build());
    assertCounts(0, 0, 0, 0);
  }

  @Test
  void aScanListsManyNamesARequestAndReadsValuesSideBySide() {
    fill(300);
    store.proxy.latency(Duration.ofMillis(50)); // long beside sending a request, even if busy
    store.proxy.forget();
    Page page = storage.scan(Scan.under(Key.of("r")));
    assertThat(page.entries()).hasSize(300);
    assertThat(page.more()).isFalse();
    assertThat(store.proxy.mostUnderWay()).isBetween(16, 64);
    assertCounts(0, 300, 0, 1);
  }

  @Test
  void aScanOfKeysReadsNoValueAndKnowsTheVersions() {
    fill(5);
    Page page = storage.scan(Scan.under(Key.of("r")).keysOnly());
    assertCounts(0, 0, 0, 1);
    for (Entry entry : page.entries()) {
      assertThat(storage.get(entry.key()).orElseThrow().version()).isEqualTo(entry.version());
    }
  }

  @Test
  void aPageOfAScanListsNoMoreThanItNeeds() {
    fill(30);
    Page page = storage.scan(Scan.under(Key.of("r")).after(Key.of("r").child(9)).limit(10));
    assertThat(page.entries()).hasSize(10);
    assertThat(page.more()).isTrue();
    assertCounts(0, 10, 0, 1);
  }

  @Test
  void aReverseScanListsItsWholeRangeButReadsOnlyItsPage() {
    fill(1_200);
    Page page = storage.scan(Scan.under(Key.of("r")).reversed().limit(10));
    assertThat(page.entries()).hasSize(10);
    assertThat(page.entries().get(0).key()).isEqualTo(Key.of("r").child(1_199));
    assertCounts(0, 10, 0, 2);
  }

  @Test
  void requestsAreNeverMoreThanTheSettingSays() {
    fill(100);
    try (Storage narrow = store.open(builder -> builder.concurrency(3))) {
      store.proxy.latency(Duration.ofMillis(2));
      assertThat(narrow.scan(Scan.all()).entries()).hasSize(100);
      assertThat(store.proxy.mostUnderWay()).isEqualTo(3);
    }
  }

  @Test
  void objectsOfOthersUnderThePrefixAreLeftAlone() {
    storage.put(KEY, VALUE);
    List<String> others =
        List.of(
            "store/notes/",
            "store/a b",
            "store/%zz",
            "store//x",
            "store/v1.",
            "store/v1./x",
            "store/n\u00fc",
            "other/n");
    others.forEach(name -> store.put(name, new byte[0]));
    assertThat(storage.scan(Scan.all()).entries()).extracting(Entry::key).containsExactly(KEY);
    assertThat(storage.scan(Scan.all().reversed().limit(1)).more()).isFalse();
    assertThat(storage.stats().entries()).hasValue(1);
  }

  @Test
  void largeValuesAreWrittenInBlocksUnderTheSameConditions() {
    byte[] large = new byte[5 << 19];
    new Random(7).nextBytes(large);
    Value value = Value.binary(large);
    try (Storage parted = store.open(builder -> builder.blockThreshold(1 << 20))) {
      Version version = parted.put(KEY, value, Condition.absent());
      assertThat(store.proxy.count(Operation.BLOCK)).isEqualTo(3);
      assertThat(store.proxy.count(Operation.BLOCK_LIST)).isEqualTo(1);
      assertThat(store.proxy.count()).isEqualTo(4);
      Entry read = parted.get(KEY).orElseThrow();
      assertThat(read.value()).isEqualTo(value);
      assertThat(read.version()).isEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, value, Condition.absent()))
          .isInstanceOf(Conflict.class);
      Version next = parted.put(KEY, value, Condition.version(version));
      assertThat(next).isNotEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, value, Condition.version(version)))
          .isInstanceOf(Conflict.class);
    }
  }

  @Test
  void twoWhoWriteOneLargeValueAtOnceBothEnd() {
    Value one = Value.binary(new byte[300 << 10]);
    Value other = Value.json("\"" + "x".repeat(300 << 10) + "\"");
    try (Storage parted = store.open(builder -> builder.blockThreshold(64 << 10))) {
      List<Calls.Call<Version>> writers =
          List.of(
              Calls.start(() -> parted.put(KEY, one)), Calls.start(() -> parted.put(KEY, other)));
      assertThat(writers).allSatisfy(writer -> assertThat(writer.failure()).isNull());
      assertThat(parted.get(KEY).orElseThrow().value()).isIn(one, other);
    }
  }

  @Test
  void servicesThatCannotBeginAnywhereAreListedFromTheStart() {
    try (TestStore old = new TestStore(Weakness.IGNORES_START_FROM);
        Storage there = old.open()) {
      for (int i = 0; i < 30; i++) {
        there.put(Key.of("r").child(i), VALUE);
      }
      List<Key> seen = new ArrayList<>();
      Scan scan = Scan.under(Key.of("r")).limit(7).keysOnly();
      Page page = there.scan(scan);
      old.proxy.forget();
      while (page.more()) {
        page.entries().forEach(entry -> seen.add(entry.key()));
        page = there.scan(scan.after(seen.get(seen.size() - 1)));
      }
      page.entries().forEach(entry -> seen.add(entry.key()));
      assertThat(seen)
          .isEqualTo(IntStream.range(0, 30).mapToObj(i -> Key.of("r").child(i)).toList());
      // The second page finds it out; the others begin at the start with large pages.
      assertThat(old.proxy.count(Operation.LIST)).isBetween(4, 6);
    }
  }

  @Test
  void anAppendToAConversationIsOneWriteOnceTheSessionIsOpen() {
    Conversations chats = Conversations.in(storage);
    chats.append("s", Message.user("0"));
    store.proxy.forget();
    for (int i = 1; i <= 10; i++) {
      chats.append("s", Message.user("m" + i));
    }
    assertThat(store.proxy.count(Operation.PUT)).as("writes of 10 appends").isEqualTo(10);
    assertThat(store.proxy.count()).as("requests of 10 appends").isEqualTo(10);
    assertThat(chats.messages("s")).hasSize(11);
  }

  @Test
  void aStoreIsCopiedToAndFro() {
    try (Storage before = Storage.inMemory();
        Storage after = Storage.inMemory()) {
      for (int i = 0; i < 50; i++) {
        before.put(Key.of("c").child(i), i % 2 == 0 ? VALUE : Value.binary(new byte[] {(byte) i}));
      }
      assertThat(Copier.from(before).to(storage).run().isExact()).isTrue();
      assertThat(Copier.from(storage).to(after).run().isExact()).isTrue();
      assertThat(after.scan(Scan.all()).entries())
          .extracting(Entry::value)
          .isEqualTo(before.scan(Scan.all()).entries().stream().map(Entry::value).toList());
    }
  }

  private void fill(int entries) {
    // Not in the common pool, whose threads the JDK's HTTP client needs for its answers.
    List<Calls.Call<Boolean>> writers =
        IntStream.range(0, 8).mapToObj(first -> Calls.start(() -> fill(first, entries))).toList();
    assertThat(writers).allSatisfy(writer -> assertThat(writer.failure()).isNull());
    store.proxy.forget();
  }

  private boolean fill(int first, int entries) {
    for (int i = first; i < entries; i += 8) {
      store.put("store/" + Key.of("r").child(i).encoded(), VALUE);
    }
    return true;
  }

  private void assertCounts(int puts, int gets, int deletes, int lists) {
    assertThat(store.proxy.count(Operation.PUT)).as("PUT").isEqualTo(puts);
    assertThat(store.proxy.count(Operation.GET)).as("GET").isEqualTo(gets);
    assertThat(store.proxy.count(Operation.DELETE)).as("DELETE").isEqualTo(deletes);
    assertThat(store.proxy.count(Operation.LIST)).as("LIST").isEqualTo(lists);
    assertThat(store.proxy.count()).as("all").isEqualTo(puts + gets + deletes + lists);
    store.proxy.forget();
  }
}
