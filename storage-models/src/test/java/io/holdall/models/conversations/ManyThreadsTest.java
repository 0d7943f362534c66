package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.testkit.faults.Fault;
import io.holdall.storage.testkit.faults.Faults;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How threads of one process share the commits of one session. */
final class ManyThreadsTest {
  private final Faults faults = Faults.scripted();
  private final Conversations chats =
      Conversations.in(Storage.of(faults.decorate(new MemoryBackend())));
  private final CountDownLatch committing = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void whoWaitsIsCommittedTogether() throws Exception {
    chats.append("s", Message.user("first"));
    holdNextCommit();
    int before = faults.commits();
    Crew crew = new Crew();
    crew.run(() -> chats.append("s", Message.user("leader")));
    await(committing);
    for (int i = 0; i < 10; i++) {
      int number = i;
      crew.run(() -> chats.append("s", Message.user("follower " + number)));
    }
    crew.awaitParked(10);
    goOn.countDown();
    crew.join();
    assertThat(faults.commits() - before).isEqualTo(2);
    assertThat(chats.messages("s")).hasSize(12);
  }

  @Test
  void aFailedCommonCommitIsTriedAgainForEachAlone() throws Exception {
    chats.append("s", Message.user("first"));
    holdNextCommit();
    faults.next(Fault.REFUSED); // the common one
    Crew crew = new Crew();
    crew.run(() -> chats.append("s", Message.user("leader")));
    await(committing);
    for (int i = 0; i < 5; i++) {
      crew.run(() -> chats.append("s", Message.user("follower")));
    }
    crew.awaitParked(5);
    goOn.countDown();
    crew.join();
    assertThat(chats.messages("s")).hasSize(7);
    assertThat(chats.session("s").orElseThrow().messageCount()).isEqualTo(7);
  }

  @Test
  void oneThatAsksForAPlaceOrIsTooLargeFailsAlone() throws Exception {
    chats.append("s", Message.user("first"));
    holdNextCommit();
    Crew crew = new Crew();
    AtomicInteger failed = new AtomicInteger();
    crew.run(() -> chats.append("s", Message.user("leader")));
    await(committing);
    crew.run(() -> chats.append("s", Message.user("follower")));
    crew.run(
        () -> {
          assertThatThrownBy(() -> chats.appendAt("s", 1, List.of(Message.user("late"))))
              .isInstanceOf(Conflict.class);
          failed.incrementAndGet();
        });
    crew.run(
        () -> {
          Message large = Message.user("x".repeat(17 << 20));
          assertThatThrownBy(() -> chats.append("s", large)).isInstanceOf(LimitExceeded.class);
          failed.incrementAndGet();
        });
    crew.run(() -> chats.append("s", Message.user("follower")));
    crew.awaitParked(4);
    goOn.countDown();
    crew.join();
    assertThat(failed).hasValue(2);
    assertThat(chats.messages("s")).hasSize(4);
  }

  @Test
  void anInterruptedThreadAppendsAndStaysInterrupted() throws Exception {
    chats.append("s", Message.user("first"));
    holdNextCommit();
    Crew crew = new Crew();
    AtomicInteger interrupted = new AtomicInteger();
    crew.run(() -> chats.append("s", Message.user("leader")));
    await(committing);
    crew.run(
        () -> {
          Thread.currentThread().interrupt();
          chats.append("s", Message.user("follower"));
          assertThat(Thread.interrupted()).isTrue();
          interrupted.incrementAndGet();
        });
    crew.awaitParked(1);
    goOn.countDown();
    crew.join();
    assertThat(interrupted).hasValue(1);
    assertThat(chats.messages("s")).hasSize(3);
  }

  @Test
  void itMakesNoDifferenceWhetherOneConversationsIsSharedOrMany() throws Exception {
    Storage storage = chats.storage();
    Crew crew = new Crew();
    for (int thread = 0; thread < 8; thread++) {
      crew.run(
          () -> {
            for (int i = 0; i < 100; i++) {
              Conversations.in(storage).append("s", Message.user("x"));
            }
          });
    }
    crew.join();
    assertThat(chats.messages("s")).hasSize(800);
    // Had they raced each other, there would be as many more commits as there were lost races.
    assertThat(faults.commits()).isLessThanOrEqualTo(801);
  }

  private void holdNextCommit() {
    faults.before(
        batch -> true,
        () -> {
          committing.countDown();
          await(goOn);
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
