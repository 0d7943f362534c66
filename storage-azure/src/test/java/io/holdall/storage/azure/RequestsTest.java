package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.emulators.azurite.Operation;
import io.holdall.emulators.azurite.Weakness;
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
import io.holdall.storage.testkit.objects.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests as they are made to Azure alone; {@link ServiceContractTest} has the rest. */
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
  void namesThatEndWithDotsAreThoseOfOthers() {
    storage.put(KEY, VALUE);
    store.putForeign("v1.");
    store.putForeign("v1./x");
    assertThat(storage.scan(Scan.all()).entries()).extracting(Entry::key).containsExactly(KEY);
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
      List<Call<Version>> writers =
          List.of(Call.start(() -> parted.put(KEY, one)), Call.start(() -> parted.put(KEY, other)));
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
}
