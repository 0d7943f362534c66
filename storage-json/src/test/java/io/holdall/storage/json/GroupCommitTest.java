package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounds of several commits, put together by holding the one before them up in its sync. */
@Timeout(60)
final class GroupCommitTest {
  private FaultyDisk disk = new FaultyDisk(1);
  private JsonBackend backend = open(disk);
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger syncs = new AtomicInteger();
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);

  private static JsonBackend open(FaultyDisk disk) {
    JsonOptions options = JsonBackend.builder(SampleStore.DIRECTORY).options();
    return JsonBackend.open(disk, options, new QueueWorker());
  }

  @BeforeEach
  void countSyncs() {
    disk.beforeSync(
        () -> {
          syncs.incrementAndGet();
          gate.acquireUninterruptibly();
        });
  }

  @AfterEach
  void close() {
    openGate();
    backend.close();
  }

  @Test
  void manyCommitsShareOneSync() throws Exception {
    Future<Long> first = holdUp();
    List<Future<Long>> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(commit("k" + i, Condition.any()));
    }
    awaitQueued();
    int before = syncs.get();
    openGate();
    first.get();
    for (Future<Long> other : others) {
      other.get();
    }
    assertThat(syncs.get() - before).isEqualTo(1);
  }

  @Test
  void nothingIsSeenBeforeItIsDurable() throws Exception {
    Future<Long> first = holdUp();
    assertThat(SampleStore.contents(backend)).isEmpty();
    openGate();
    first.get();
    assertThat(SampleStore.contents(backend)).hasSize(1);
  }

  @Test
  void aFailedConditionFailsItsOwnBatchOnly() throws Exception {
    Future<Long> first = holdUp();
    Future<Long> one = commit("same", Condition.absent());
    Future<Long> two = commit("same", Condition.absent());
    Future<Long> other = commit("other", Condition.absent());
    awaitQueued();
    openGate();
    first.get();
    other.get();
    int conflicts = 0;
    for (Future<Long> creator : List.of(one, two)) {
      try {
        creator.get();
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(Conflict.class);
        conflicts++;
      }
    }
    assertThat(conflicts).isEqualTo(1);
  }

  @Test
  void aFailedSyncFailsAllThatSharedItAndNothingOfThemIsThere() throws Exception {
    Future<Long> first = holdUp();
    List<Future<Long>> others = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      others.add(commit("k", Condition.absent()));
    }
    awaitQueued();
    disk.plan(Fault.FAILS_ONCE, 3); // the first one's sync, the others' write, the others' sync
    openGate();
    first.get();
    for (Future<Long> other : others) {
      assertThatThrownBy(other::get)
          .cause()
          .isInstanceOf(Unavailable.class); // a conflict, too, would be with what never was
    }
    assertThat(SampleStore.contents(backend)).containsOnlyKeys("first");
    commit("works again", Condition.absent()).get();
    disk.cutPower();
    disk.reboot();
    try (JsonBackend reopened = SampleStore.open(disk)) {
      assertThat(SampleStore.contents(reopened)).containsOnlyKeys("first", "works%20again");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"KILL", "POWER_CUT"})
  void aRoundThatACrashTearsIsNoDamage(Fault fault) throws Exception {
    List<Integer> found = new ArrayList<>();
    for (long seed = 1; seed <= 40; seed++) {
      for (int operation = 2; operation <= 3; operation++) {
        GroupCommitTest round = new GroupCommitTest();
        round.disk = new FaultyDisk(seed);
        round.backend = open(round.disk);
        found.add(round.tornRound(fault, operation, seed));
      }
    }
    assertThat(found).contains(0).containsAnyOf(1, 2, 3, 4, 5);
  }

  /** How many commits of a round were there after a crash in its write or in its sync. */
  private int tornRound(Fault fault, int operation, long seed) throws Exception {
    countSyncs();
    Future<Long> first = holdUp();
    List<Future<Long>> others = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      others.add(commit("k" + i, Condition.any()));
    }
    awaitQueued();
    disk.plan(fault, operation);
    openGate();
    first.get();
    for (Future<Long> other : others) {
      assertThatThrownBy(other::get).cause().isInstanceOf(OutcomeUnknown.class);
    }
    disk.reboot();
    try (JsonBackend reopened = SampleStore.open(disk)) {
      assertThat(SampleStore.contents(reopened)).as("seed %d", seed).containsKey("first");
      return SampleStore.contents(reopened).size() - 1;
    }
  }

  @Test
  void aDiskThatStaysBrokenIsUnknownFirstAndUnavailableThen() throws Exception {
    commit("before", Condition.any()).get();
    disk.breakDown();
    assertThatThrownBy(commit("unknown", Condition.any())::get)
        .cause()
        .isInstanceOf(OutcomeUnknown.class);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(commit("refused", Condition.any())::get)
          .cause()
          .isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> backend.commit(WriteBatch.builder().delete(Key.of("none")).build()))
          .isInstanceOf(Unavailable.class);
    }
    assertThat(SampleStore.contents(backend)).containsOnlyKeys("before");
    disk.repair();
    commit("after", Condition.any()).get();
    disk.cutPower();
    disk.reboot();
    try (JsonBackend reopened = SampleStore.open(disk)) {
      assertThat(SampleStore.contents(reopened)).containsOnlyKeys("before", "after");
    }
  }

  @Test
  void anErrorThatNobodyFiguredIsNoSuccess() throws Exception {
    disk = new FaultyDisk(2);
    JsonBackend small = SampleStore.open(disk);
    disk.beforeSync(
        () -> {
          throw new IllegalStateException("unexpected");
        });
    // Some of these fail in their own sync, some in that of a new segment.
    for (int i = 0; i < 10; i++) {
      WriteBatch batch = WriteBatch.builder().put(Key.of("refused"), Value.json("1")).build();
      assertThatThrownBy(() -> small.commit(batch))
          .isInstanceOfAny(OutcomeUnknown.class, Unavailable.class);
    }
    assertThat(SampleStore.contents(small)).isEmpty();
    disk.beforeSync(() -> {});
    for (int i = 0; i < 40; i++) {
      small.commit(WriteBatch.builder().put(Key.of("k"), Value.json("" + i)).build());
    }
    assertThat(SampleStore.contents(small)).containsOnlyKeys("k");
    small.close();
  }

  @Test
  void aFullDiskSaysSoAndNothingIsWritten() throws Exception {
    commit("before", Condition.any()).get();
    disk.plan(Fault.DISK_FULL, 1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(commit("refused", Condition.any())::get)
          .cause()
          .isInstanceOf(LimitExceeded.class);
    }
    disk.repair();
    commit("after", Condition.any()).get();
    assertThat(SampleStore.contents(backend)).containsOnlyKeys("before", "after");
  }

  @Test
  void closingLetsCommitsUnderWayComplete() throws Exception {
    Future<Long> first = holdUp();
    Thread closing = new Thread(backend::close);
    closing.start();
    openGate();
    first.get();
    closing.join();
    assertThatThrownBy(commit("late", Condition.any())::get).cause().isInstanceOf(Closed.class);
    try (JsonBackend reopened = SampleStore.open(disk)) {
      assertThat(SampleStore.contents(reopened)).containsOnlyKeys("first");
    }
  }

  /** A commit that hangs in its sync until the gate opens. */
  private Future<Long> holdUp() {
    gate.drainPermits();
    int before = syncs.get();
    Future<Long> first = commit("first", Condition.any());
    awaiting().until(() -> syncs.get() > before);
    return first;
  }

  private void openGate() {
    gate.release(Integer.MAX_VALUE / 4);
  }

  /** Until every thread but the one that leads sleeps. */
  private void awaitQueued() {
    awaiting().until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
  }

  private static ConditionFactory awaiting() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }

  private Future<Long> commit(String key, Condition condition) {
    FutureTask<Long> task =
        new FutureTask<>(
            () -> {
              WriteBatch batch =
                  WriteBatch.builder().put(Key.of(key), Value.json("1"), condition).build();
              return Long.valueOf(backend.commit(batch).version(Key.of(key)).text());
            });
    Thread thread = new Thread(task);
    threads.add(thread);
    thread.start();
    return task;
  }
}
