package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.grouping.QueuedRequest;
import io.holdall.storage.spi.grouping.WaitingRequests;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that come while a group is being written. */
final class GroupTest {
  private static final Key FIRST = Key.of("things", "first");
  private static final Key SECOND = Key.of("things", "second");

  @TempDir Path directory;

  private SqliteBackend reader;
  private Writer writer;

  @BeforeEach
  void open() {
    Path file = directory.resolve("store.db");
    reader = SqliteBackend.open(file);
    writer = new Writer(Database.open(SqliteBackend.builder(file).options(), Connections::direct));
  }

  @AfterEach
  void close() {
    writer.close();
    reader.close();
  }

  @Test
  void theyAreCommittedTogetherWithTheFirst() {
    PendingCommit first = put(FIRST, Condition.any());
    PendingCommit second = put(SECOND, Condition.any());
    Arrivals arrivals = new Arrivals(first, second);
    writer.commit(Group.of(arrivals));
    assertThat(arrivals.seenMeanwhile).as("committed before the group was whole").isEmpty();
    assertThat(reader.get(List.of(FIRST, SECOND))).allMatch(Optional::isPresent);
    assertThat(first.outcome().versions()).containsOnlyKeys(FIRST);
    assertThat(second.outcome().versions()).containsOnlyKeys(SECOND);
  }

  @Test
  void theirConditionsSeeTheFirstAndFailForThemselves() {
    PendingCommit first = put(FIRST, Condition.absent());
    PendingCommit second = put(FIRST, Condition.absent());
    writer.commit(Group.of(new Arrivals(first, second)));
    assertThat(first.outcome().versions()).containsOnlyKeys(FIRST);
    assertThatThrownBy(second::outcome).isInstanceOf(Conflict.class);
  }

  @Test
  void oneThatWritesLeavesAGroupThatOnlyChecksAlone() {
    PendingCommit check =
        new PendingCommit(WriteBatch.builder().check(FIRST, Condition.absent()).build());
    PendingCommit put = put(FIRST, Condition.any());
    Arrivals arrivals = new Arrivals(check, put);
    writer.commit(Group.of(arrivals));
    assertThat(check.outcome().versions()).isEmpty();
    assertThat(arrivals.peek()).as("left for the next round, which takes an epoch").isSameAs(put);
    writer.commit(Group.of(arrivals));
    assertThat(put.outcome().versions()).containsOnlyKeys(FIRST);
  }

  private static PendingCommit put(Key key, Condition condition) {
    return new PendingCommit(WriteBatch.builder().put(key, Value.json("{}"), condition).build());
  }

  /** One batch that waits, and one that comes when the round asks for more. */
  private final class Arrivals implements WaitingRequests<QueuedRequest> {
    private final Deque<QueuedRequest> waiting = new ArrayDeque<>();
    private final Deque<QueuedRequest> later = new ArrayDeque<>();
    private Optional<?> seenMeanwhile = Optional.empty();

    Arrivals(PendingCommit first, PendingCommit second) {
      waiting.add(first);
      later.add(second);
    }

    @Override
    public QueuedRequest peek() {
      return waiting.peek();
    }

    @Override
    public QueuedRequest remove() {
      return waiting.remove();
    }

    @Override
    public void putBack(QueuedRequest request) {
      waiting.addFirst(request);
    }

    @Override
    public boolean grows() {
      if (!waiting.isEmpty() || later.isEmpty()) {
        return false;
      }
      seenMeanwhile = reader.get(List.of(FIRST)).get(0);
      return waiting.add(later.remove());
    }
  }
}
