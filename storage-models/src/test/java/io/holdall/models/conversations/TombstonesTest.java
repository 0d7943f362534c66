package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Value;
import io.holdall.storage.migration.Copier;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.testkit.faults.Fault;
import io.holdall.storage.testkit.faults.Faults;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deleting leaves behind where a commit is one entry, for how long, and who notices. */
final class TombstonesTest {
  private final TestClock clock = new TestClock(Instant.parse("2026-11-21T09:30:00Z"));
  private final Faults faults = Faults.scripted();
  private final StorageBackend backend = faults.decorate(SingleEntryConversationsTest.backend());
  private final Storage storage = Storage.of(backend);
  private final Conversations chats = Conversations.in(storage, "conversations", clock);

  /** Another process, as far as anybody can tell. */
  private final Conversations other = Conversations.in(Storage.of(backend), "conversations", clock);

  @Test
  void nothingOfADeletedMessageIsLeft() {
    fill("s", "secret ", 5);
    chats.delete("s");
    assertThat(storage.stream(Scan.all()).map(entry -> entry.value().text()))
        .noneMatch(text -> text.contains("secret"));
    assertThat(Leftovers.tombstones(storage)).hasSize(5 + 1 + 1); // the end, and a note of them
    assertThat(chats.rebuildAll()).isZero();
    assertThat(chats.stats()).isEqualTo(new ConversationStats(0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 33, 70})
  void aSessionGrowsOverTheTombstonesOfTheOneBefore(int messages) {
    fill("s", "old ", 70);
    chats.delete("s");
    for (int i = 0; i < messages; i++) {
      Conversations who = i % 5 == 0 ? other : chats;
      assertThat(who.append("s", Message.user("m" + i)).first()).isEqualTo(i);
    }
    assertThat(other.messages("s")).hasSize(messages);
    assertThat(other.messages("s", 0, 10)).hasSize(Math.min(10, messages));
    assertThat(other.last("s", 1)).extracting(Message::text).containsExactly("m" + (messages - 1));
    assertThat(other.last("s", 100)).hasSize(messages);
    assertThat(other.stats()).isEqualTo(new ConversationStats(1, messages));
    assertThat(other.message("s", messages)).isEmpty();
  }

  @Test
  void growingOverTombstonesCostsLittleMoreThanOneWriteEach() {
    fill("s", "old ", 130);
    chats.delete("s");
    chats.append("s", Message.user("first"));
    int commits = faults.commits();
    int reads = faults.reads();
    fill("s", "m", 128);
    assertThat(faults.commits() - commits).isBetween(128, 128 + 4 + 6);
    assertThat(faults.reads() - reads).isBetween(1, 6 * 4);
  }

  @Test
  void theEndOfAShortSessionIsFoundWithoutReadingAllTombstones() {
    fill("s", "old ", 400);
    chats.delete("s");
    fill("s", "m", 3);
    int reads = faults.reads();
    assertThat(other.last("s", 5)).hasSize(3);
    assertThat(faults.reads() - reads).isLessThan(8);
  }

  @Test
  void whoRemembersADroppedPlaceAppendsAtTheEnd() {
    chats.append("s", Message.user("0"));
    for (int i = 1; i < 50; i++) {
      other.append("s", Message.user("" + i));
    }
    assertThat(other.keepLast("s", 10)).isEqualTo(40);
    assertThat(chats.append("s", Message.user("50")).first()).isEqualTo(50);
    assertThat(other.messages("s")).hasSize(11);
    assertThat(other.session("s").orElseThrow().firstSequence()).isEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoRemembersTooLongLooksAfterwards(boolean begunAgain) {
    chats.append("s", Message.user("0"));
    other.append("s", Message.user("1"));
    other.delete("s");
    clock.advance(Tombstones.LIFE.plusSeconds(1));
    other.deleteInactive(Instant.EPOCH);
    assertThat(Leftovers.tombstones(storage)).isEmpty();
    if (begunAgain) {
      other.append("s", Message.user("anew"));
    }
    assertThat(chats.append("s", Message.user("on")).first()).isEqualTo(begunAgain ? 1 : 0);
    assertThat(other.messages("s")).hasSize(begunAgain ? 2 : 1);
  }

  @Test
  void aDroppedPlaceRememberedTooLongIsGivenBack() {
    chats.append("s", Message.user("0"));
    other.append("s", Message.user("1"));
    other.append("s", Message.user("2"));
    other.keepLast("s", 1);
    clock.advance(Tombstones.LIFE.plusSeconds(1));
    other.deleteInactive(Instant.EPOCH);
    assertThat(Leftovers.tombstones(storage)).isEmpty();
    assertThat(chats.append("s", Message.user("3")).first()).isEqualTo(3);
    assertThat(other.messages("s").map(Message::text)).containsExactly("2", "3");
  }

  @Test
  void deletionsSweepAfterEachOther() {
    for (int i = 0; i < 4; i++) {
      fill("s" + i, "m", 3);
      chats.delete("s" + i);
    }
    fill("other", "m", 1);
    clock.advance(Tombstones.LIFE.minusSeconds(1));
    chats.delete("other");
    assertThat(Leftovers.tombstones(storage)).hasSize(4 * 5 + 3);
    clock.advance(Duration.ofSeconds(2));
    fill("other", "m", 1);
    chats.delete("other");
    assertThat(Leftovers.tombstones(storage)).hasSize(2 * 5 + 4);
  }

  @Test
  void youngTombstonesThatAnOldNoteNamesStay() {
    fill("s", "m", 3);
    chats.delete("s");
    clock.advance(Tombstones.LIFE.minusSeconds(1));
    fill("s", "n", 2);
    chats.delete("s");
    clock.advance(Duration.ofSeconds(2));
    chats.deleteInactive(Instant.EPOCH);
    assertThat(Leftovers.tombstones(storage)).hasSize(3 + 2); // 0 to 2, and two notes
    clock.advance(Tombstones.LIFE.plusSeconds(1));
    chats.deleteInactive(Instant.EPOCH);
    assertThat(Leftovers.tombstones(storage)).isEmpty();
  }

  @Test
  void aDeletionKilledAfterItsFirstStepIsCompletedByTheNextWriter() {
    fill("s", "m", 3);
    kill(2);
    assertThatThrownBy(() -> chats.delete("s")).isInstanceOf(IllegalStateException.class);
    assertThat(other.messages("s")).hasSize(3); // not yet
    assertThat(other.exists("s")).isTrue();
    assertThat(other.append("s", Message.user("anew")).first()).isZero();
    assertThat(other.messages("s")).hasSize(1);
  }

  @Test
  void aDeletionThatStopsHalfWaySaysThatItIsNotKnown() {
    fill("s", "m", 3);
    faults.at(faults.commits() + 2, Fault.REFUSED);
    assertThatThrownBy(() -> chats.delete("s")).isInstanceOf(OutcomeUnknown.class);
    assertThat(chats.delete("s")).isTrue();
    assertThat(other.exists("s")).isFalse();
  }

  @Test
  void whatSomebodyLeftWhoWasKilledWhileHeDroppedMessagesIsBuriedLater() {
    fill("s", "m", 10);
    kill(5);
    assertThatThrownBy(() -> chats.keepLast("s", 2)).isInstanceOf(IllegalStateException.class);
    assertThat(other.messages("s")).hasSize(2);
    for (int day = 0; day < 3; day++) {
      clock.advance(Tombstones.LIFE.plusSeconds(1));
      other.deleteInactive(Instant.EPOCH);
    }
    assertThat(Leftovers.of(storage, "s")).hasSize(2 + 1);
    assertThat(Leftovers.tombstones(storage)).isEmpty();
    assertThat(other.messages("s")).hasSize(2);
  }

  @Test
  void tombstonesThatAreCopiedToAStoreThatNeedsNoneGo() {
    fill("gone", "m", 3);
    chats.delete("gone");
    fill("again", "old ", 40);
    chats.delete("again");
    fill("again", "m", 3);
    fill("dropped", "m", 5);
    chats.keepLast("dropped", 2);
    fill("sealed", "m", 2);
    kill(2);
    assertThatThrownBy(() -> chats.delete("sealed")).isInstanceOf(IllegalStateException.class);
    try (Storage whole = Storage.inMemory();
        Storage back = Storage.of(SingleEntryConversationsTest.backend())) {
      assertThat(Copier.from(storage).to(whole).run().isExact()).isTrue();
      Conversations there = Conversations.in(whole, "conversations", clock);
      assertThat(there.append("again", Message.user("m3")).first()).isEqualTo(3);
      assertThat(there.append("gone", Message.user("anew")).first()).isZero();
      assertThat(there.append("sealed", Message.user("anew")).first()).isZero();
      assertThat(there.append("dropped", Message.user("m5")).first()).isEqualTo(5);
      assertThat(there.stats()).isEqualTo(new ConversationStats(4, 4 + 1 + 1 + 3));
      assertThat(there.sessions()).hasSize(4);
      assertThat(Leftovers.tombstones(whole)).isEmpty();

      assertThat(Copier.from(whole).to(back).run().isExact()).isTrue();
      Conversations again = Conversations.in(back, "conversations", clock);
      assertThat(again.append("again", Message.user("m4")).first()).isEqualTo(4);
      assertThat(again.delete("gone")).isTrue();
      assertThat(again.append("gone", Message.user("anew")).first()).isZero();
    }
  }

  @Test
  void tombstonesWithoutANoteAreNoObstacleWhereNoneAreNeeded() {
    try (Storage whole = Storage.inMemory()) {
      Conversations there = Conversations.in(whole, "conversations", clock);
      there.append("first", Message.user("settles the layout"));
      for (int i = 0; i < 3; i++) {
        whole.put(
            Key.of("conversations", "s", "messages").child(i),
            StoredMessage.tombstone(clock.instant(), "ended", "n"),
            Condition.absent());
      }
      assertThat(there.append("s", Message.user("m0")).first()).isZero();
      assertThat(there.append("s", Message.user("m1")).first()).isEqualTo(1);
      assertThat(Leftovers.tombstones(whole)).isEmpty();
    }
  }

  @Test
  void aDamagedMessageDoesNotHinderDeletion() {
    fill("s", "m", 3);
    Entry second = storage.get(Key.of("conversations", "s", "messages").child(1)).orElseThrow();
    storage.put(second.key(), Value.json("\"damaged\""));
    fill("s", "n", 30); // the header has passed it
    assertThat(other.delete("s")).isTrue();
    assertThat(Leftovers.of(storage, "s")).isEmpty();
  }

  /** Ends the calls that follow with the commit of this number, counted from 1. */
  private void kill(int commit) {
    int before = faults.commits();
    faults.before(
        batch -> faults.commits() >= before + commit,
        () -> {
          throw new IllegalStateException("killed");
        });
  }

  private void fill(String session, String text, int messages) {
    for (int i = 0; i < messages; i++) {
      chats.append(session, Message.user(text + i));
    }
  }
}
