package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.testkit.faults.Fault;
import io.holdall.storage.testkit.faults.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when commits fail, answers get lost, and others interfere at the worst moment. */
abstract class FaultContract {
  final TestClock clock = new TestClock(Instant.parse("2026-11-21T09:30:00Z"));
  final Faults faults = Faults.scripted();
  final StorageBackend backend = faults.decorate(fresh());
  Conversations chats = Conversations.in(Storage.of(backend), "conversations", clock);

  /** Another process, as far as anybody can tell. */
  Conversations other = Conversations.in(Storage.of(backend), "conversations", clock);

  abstract StorageBackend fresh();

  @BeforeEach
  final void begin() {
    chats.append("s", Message.user("0"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ANSWER_LOST", "REQUEST_LOST"})
  void aLostAnswerIsFoundOutByReading(Fault fault) {
    faults.next(fault);
    assertThat(chats.append("s", Message.user("1")).first()).isEqualTo(1);
    faults.next(fault, fault, fault);
    assertThat(chats.append("s", Message.user("2")).first()).isEqualTo(2);
    assertThat(texts()).containsExactly("0", "1", "2");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aSessionIsMadeWhateverHappensToItsFirstCommit(Fault fault) {
    faults.next(fault);
    try {
      chats.append("new", Message.user("a"));
    } catch (Unavailable e) {
      assertThat(fault).isEqualTo(Fault.REFUSED);
      chats.append("new", Message.user("a"));
    }
    assertThat(chats.messages("new")).extracting(Message::text).containsExactly("a");
  }

  @Test
  void anAnswerThatCannotBeReadBackIsReportedAsUnknown() {
    faults.before(
        batch -> true,
        () -> {
          faults.unreadable(true);
          faults.next(Fault.ANSWER_LOST);
          throw new OutcomeUnknown("The request was lost", null);
        });
    assertThatThrownBy(() -> chats.append("s", Message.user("1")))
        .isInstanceOf(OutcomeUnknown.class);
    faults.unreadable(false);
    assertThat(texts()).containsExactly("0");
  }

  @Test
  void whatWasRefusedIsNotThere() {
    faults.next(Fault.REFUSED);
    assertThatThrownBy(() -> chats.append("s", Message.user("1"))).isInstanceOf(Unavailable.class);
    assertThat(chats.append("s", Message.user("2")).first()).isEqualTo(1);
    assertThat(texts()).containsExactly("0", "2");
  }

  @Test
  void whoIsOvertakenComesNext() {
    faults.before(this::appends, () -> other.append("s", Message.user("faster")));
    assertThat(chats.append("s", Message.user("slower")).first()).isEqualTo(2);
    assertThat(texts()).containsExactly("0", "faster", "slower");
  }

  @Test
  void aSessionDeletedWhileSomebodyAppendsBeginsAnew() {
    faults.before(this::appends, () -> other.delete("s"));
    assertThat(chats.append("s", Message.user("anew")).first()).isZero();
    assertThat(texts()).containsExactly("anew");
    assertThat(chats.session("s").orElseThrow().messageCount()).isEqualTo(1);
  }

  @Test
  void aSessionDeletedAndBegunAgainWhileSomebodyAppendsIsJoined() {
    faults.before(
        this::appends,
        () -> {
          other.delete("s");
          other.append("s", Message.user("other"));
        });
    assertThat(chats.append("s", Message.user("mine")).first()).isEqualTo(1);
    assertThat(texts()).containsExactly("other", "mine");
  }

  @Test
  void aSessionThatGetsAMessageIsNotDeletedAsInactive() {
    clock.advance(Duration.ofDays(10));
    faults.before(batch -> true, () -> other.append("s", Message.user("in use")));
    long deleted = chats.deleteInactive(clock.instant());
    assertThat(deleted).isZero();
    assertThat(texts()).containsExactly("0", "in use");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whoFinishesADeletionTooLateTouchesNothingOfTheNextSession(int portions) {
    fill("big", 30);
    skip(portions);
    // Once the session is marked and a portion is to be removed, another is done with it.
    faults.before(
        this::deletes,
        () -> {
          other.delete("big");
          fill("big", 5);
        });
    assertThat(chats.delete("big")).isTrue();
    assertThat(chats.messages("big").map(Message::text))
        .containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(chats.session("big").orElseThrow().messageCount()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whoDropsOldMessagesTooLateTouchesNothingOfTheNextSession(int portions) {
    fill("big", 30);
    skip(portions);
    faults.before(
        this::deletes,
        () -> {
          other.delete("big");
          fill("big", 5);
        });
    chats.keepLast("big", 10);
    assertThat(chats.messages("big").map(Message::text))
        .containsExactly("m0", "m1", "m2", "m3", "m4");
  }

  /** Lets so many commits that delete messages pass. */
  private void skip(int portions) {
    for (int i = 0; i < portions; i++) {
      faults.before(this::deletes, () -> {});
    }
  }

  /** Whether it removes messages, or puts tombstones in their place. */
  private boolean deletes(WriteBatch batch) {
    return appends(batch)
        && batch.operations().stream()
            .anyMatch(
                operation ->
                    operation instanceof WriteBatch.Delete
                        || (operation instanceof WriteBatch.Put put
                            && put.condition() instanceof Condition.Is));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ANSWER_LOST", "REQUEST_LOST"})
  void everyOtherChangeSurvivesALostAnswer(Fault fault) {
    faults.next(fault);
    assertThat(chats.create("new", SessionInfo.none().withTitle("a")).title()).contains("a");
    faults.next(fault);
    chats.update("new", info -> info.withTitle(info.title().orElseThrow() + "b"));
    assertThat(chats.session("new").orElseThrow().title()).contains("ab");
    faults.next(fault);
    assertThat(chats.keepLast("s", 0)).isBetween(0L, 1L);
    assertThat(texts()).isEmpty();
    faults.next(fault);
    assertThat(chats.delete("s")).isTrue();
    assertThat(chats.exists("s")).isFalse();
  }

  @Test
  void aDeletionThatIsKilledAnywhereLeavesASessionOrNone() {
    for (int killedAt = 0; ; killedAt++) {
      fill("big", 30);
      int kill = killedAt;
      RuntimeException killed = new IllegalStateException("killed");
      int before = faults.commits();
      faults.before(
          batch -> faults.commits() > before + kill,
          () -> {
            throw killed;
          });
      boolean finished = false;
      try {
        chats.delete("big");
        finished = true;
        faults.heal();
      } catch (IllegalStateException e) {
        assertThat(e).isSameAs(killed);
      }
      boolean exists = other.exists("big");
      assertThat(other.messages("big")).hasSize(exists ? 30 : 0);
      assertThat(other.last("big", 5)).hasSize(exists ? 5 : 0);
      assertThat(other.message("big", 29).isPresent()).isEqualTo(exists);
      assertThat(other.sessions().anyMatch(session -> session.id().equals("big")))
          .isEqualTo(exists);
      if (!exists) {
        assertThat(other.append("big", Message.user("anew")).first()).isZero();
        assertThat(other.messages("big")).hasSize(1);
      }
      other.delete("big");
      assertThat(Leftovers.of(other.storage(), "big")).isEmpty();
      if (finished) {
        assertThat(killedAt).isPositive();
        return;
      }
    }
  }

  @Test
  void aRandomMixOfFaultsAndProcessesLosesAndDoublesNothing() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    long acknowledged = 0;
    long unknown = 0;
    for (int i = 1; i < 400; i++) {
      if (random.nextInt(3) == 0) {
        Fault[] all = Fault.values();
        faults.next(all[random.nextInt(all.length)]);
      }
      Conversations who = random.nextBoolean() ? chats : other;
      try {
        who.append("s", Message.user(Integer.toString(i)));
        acknowledged++;
      } catch (OutcomeUnknown e) {
        unknown++;
      } catch (Unavailable e) {
        assertThat(e.isRetryable()).isTrue();
      }
    }
    List<Message> messages = chats.messages("s").toList();
    assertThat(messages)
        .as("seed %d", seed)
        .hasSizeBetween((int) acknowledged + 1, (int) (acknowledged + unknown) + 1);
    assertThat(messages.stream().map(Message::text)).doesNotHaveDuplicates();
    assertThat(messages.stream().mapToLong(m -> m.sequence().orElseThrow()))
        .containsExactlyElementsOf(LongStream.range(0, messages.size()).boxed().toList());
    assertThat(messages.stream().map(m -> Integer.parseInt(m.text()))).isSorted();
    assertThat(chats.session("s").orElseThrow().messageCount()).isEqualTo(messages.size());
  }

  private boolean appends(WriteBatch batch) {
    return batch.operations().stream()
        .anyMatch(operation -> operation.key().encoded().contains("/messages/"));
  }

  private void fill(String session, int messages) {
    for (int i = 0; i < messages; i++) {
      other.append(session, Message.user("m" + i));
    }
  }

  private List<String> texts() {
    return chats.messages("s").map(Message::text).toList();
  }
}
