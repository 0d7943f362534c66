package io.holdall.storage.chronicle;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.chronicle.log.LogWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Commits batches. Those that wait together make a round: they are written to the log one after the
 * other, synced at once where that is asked for, and then applied to the map. One of the waiting
 * threads leads the round for all.
 *
 * <p>No batch of a round depends on what another one writes, so each can be judged by the state
 * before the round, and one for which there is no room takes no other with it.
 */
final class Committer {
  private static final int MOST_BATCHES = 256;
  private static final long MOST_BYTES = 4L << 20;

  private final LogWriter log;
  private final LiveEntries live;
  private final Function<IOException, StorageException> failures;
  private final Consumer<Committer> afterRound;

  private final Deque<Request> waiting = new ArrayDeque<>(); // guarded by this
  private boolean led; // guarded by this
  private boolean closed; // only for the leader

  /**
   * @param failures what a failure to write means to the caller if nothing was written
   * @param afterRound told when something was written; must be quick
   */
  Committer(
      LogWriter log,
      LiveEntries live,
      Function<IOException, StorageException> failures,
      Consumer<Committer> afterRound) {
    this.log = log;
    this.live = live;
    this.failures = failures;
    this.afterRound = afterRound;
  }

  CommitResult commit(WriteBatch batch) {
    PendingCommit commit = new PendingCommit(batch);
    submit(commit);
    return commit.result();
  }

  /** Does something while no commit is under way. */
  void exclusively(ExclusiveTask.Work work) throws IOException {
    ExclusiveTask task = new ExclusiveTask(work);
    submit(task);
    task.rethrow();
  }

  /** Refuses commits from now on; only within {@link #exclusively}. */
  void close() {
    closed = true;
  }

  void requireOpen() {
    if (closed) {
      throw new Closed("The store is closed");
    }
  }

  private void submit(Request mine) {
    boolean alone;
    synchronized (this) {
      alone = !led; // then nobody waits
      if (!alone) {
        waiting.add(mine);
      }
      led = true;
    }
    if (alone) {
      lead(mine, List.of(mine));
    } else if (mine.awaitTurn()) {
      lead(mine, take()); // the leader's own request is the first that waits
    }
  }

  private void lead(Request mine, List<Request> round) {
    boolean interrupted = Thread.interrupted(); // it must not close a file under Chronicle's hands
    try {
      if (round.get(0) instanceof ExclusiveTask task) {
        task.run();
      } else {
        commit(round);
      }
    } finally {
      handOver();
      for (Request request : round) {
        if (request != mine) { // for that one nobody waits
          request.done();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized List<Request> take() {
    List<Request> round = new ArrayList<>();
    Set<Key> named = new HashSet<>();
    long bytes = 0;
    while (!waiting.isEmpty() && round.size() < MOST_BATCHES) {
      if (!(waiting.peek() instanceof PendingCommit next)) {
        if (round.isEmpty()) {
          round.add(waiting.remove());
        }
        break;
      }
      bytes += next.body().length();
      if (!round.isEmpty() && (bytes > MOST_BYTES || next.dependsOn(named))) {
        break;
      }
      round.add(waiting.remove());
      next.operations().forEach(operation -> named.add(operation.key()));
    }
    return round;
  }

  private synchronized void handOver() {
    Request next = waiting.peek();
    if (next == null) {
      led = false;
    } else {
      next.lead();
    }
  }

  private void commit(List<Request> round) {
    List<PendingCommit> left = toBeWritten(round);
    if (left.isEmpty()) {
      return;
    }
    while (!left.isEmpty()) {
      int done = write(left);
      left = done == left.size() ? List.of() : left.subList(done, left.size());
    }
    afterRound.accept(this);
  }

  private List<PendingCommit> toBeWritten(List<Request> round) {
    if (round.size() == 1) {
      return round.get(0) instanceof PendingCommit commit && isToBeWritten(commit)
          ? List.of(commit)
          : List.of();
    }
    List<PendingCommit> commits = new ArrayList<>(round.size());
    for (Request request : round) {
      if (request instanceof PendingCommit commit && isToBeWritten(commit)) {
        commits.add(commit);
      }
    }
    return commits;
  }

  private boolean isToBeWritten(PendingCommit commit) {
    try {
      requireOpen();
      live.requireUsable();
      return live.prepare(commit);
    } catch (StorageException e) {
      commit.fail(e);
      return false;
    }
  }

  /** Writes as many as fit into the segment, at least one; says how many. */
  private int write(List<PendingCommit> commits) {
    try {
      log.beginRound();
      if (!log.fits(commits.get(0).body().length())) {
        log.roll(commits.get(0).body().length());
      }
    } catch (IOException | InternalError e) {
      commits.forEach(commit -> commit.fail(failures.apply(asIoException(e))));
      return commits.size();
    }
    int written = 0;
    try {
      while (written < commits.size() && log.fits(commits.get(written).body().length())) {
        PendingCommit commit = commits.get(written++);
        commit.writtenAs(log.append(commit.body()));
      }
      log.commitRound();
    } catch (IOException | InternalError e) {
      takeBack(commits.subList(0, written), asIoException(e));
      return written;
    }
    apply(written == commits.size() ? commits : commits.subList(0, written));
    return written;
  }

  private void takeBack(List<PendingCommit> written, IOException cause) {
    try {
      log.takeBack();
      written.forEach(commit -> commit.fail(failures.apply(cause)));
    } catch (IOException | InternalError e) {
      e.addSuppressed(cause);
      written.forEach(commit -> commit.fail(new OutcomeUnknown("The log could not be synced", e)));
    }
  }

  private void apply(List<PendingCommit> written) {
    try {
      List<PendingCommit> noRoom = live.apply(written);
      if (!noRoom.isEmpty()) {
        for (PendingCommit commit : noRoom) {
          log.appendVoid(commit.number());
        }
        log.commitRound();
        noRoom.forEach(commit -> commit.fail(noRoom(commit)));
      }
    } catch (IOException | RuntimeException | Error e) {
      // They are in the log, and perhaps not in the map: opening the store again settles it.
      live.fail(e);
      for (PendingCommit commit : written) {
        commit.fail(new OutcomeUnknown("A commit is in the log but could not be applied", e));
      }
    }
  }

  private static StorageException noRoom(PendingCommit commit) {
    return new LimitExceeded(
            "The map is full; delete entries, or open the store with more 'entries' or 'growth'")
        .with("operations", commit.operations().size());
  }

  private static IOException asIoException(Throwable e) {
    return e instanceof IOException known
        ? known
        : new IOException("The memory of a file could not be used", e);
  }
}
