package io.holdall.storage.json;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.format.CommitBody.Change;
import io.holdall.storage.json.index.IndexEdit;
import io.holdall.storage.json.index.Slot;
import io.holdall.storage.json.log.Log;
import io.holdall.storage.json.log.Segment;
import io.holdall.storage.json.log.View;
import io.holdall.storage.spi.grouping.CommitQueue;
import io.holdall.storage.spi.grouping.WaitingRequests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Commits batches, many with one sync. The batches of a round are judged one after the other
 * against the index as the ones before left it, written together, and seen by readers when all of
 * them are durable; or, if writing fails, none of them has happened.
 */
final class Committer {
  /** A round ends when its lines are this long, so that nobody waits for the batches of many. */
  private static final long ROUND_BYTES = 4L << 20;

  private final Log log;
  private final CommitQueue<Request> queue = new CommitQueue<>(this::round);
  private final Function<IOException, StorageException> failures;
  private final Runnable segmentBegun;

  /** Changed only by the thread that leads in the queue. */
  private volatile View view;

  private boolean closed; // only for the thread that leads

  /**
   * Starts with what was loaded.
   *
   * @param failures what a failure to write means to the caller if nothing was written
   * @param segmentBegun told when a segment is full; must be quick
   */
  Committer(
      Log log, View view, Function<IOException, StorageException> failures, Runnable segmentBegun) {
    this.log = log;
    this.view = view;
    this.failures = failures;
    this.segmentBegun = segmentBegun;
  }

  /** The state after the last commit that is durable. */
  View view() {
    return view;
  }

  /** Commits a batch. */
  CommitResult commit(WriteBatch batch) {
    CommitRequest request = new CommitRequest(batch);
    if (request.body().changes().isEmpty()) {
      // Only checks: what readers see now is what every commit so far has left.
      request.holds(view.index());
    } else {
      queue.submit(request);
    }
    return request.result();
  }

  /** Runs something while no commit is going on, with the log and the view for itself. */
  void exclusively(TaskRequest.Task task) throws IOException {
    TaskRequest request = new TaskRequest(task);
    queue.submit(request);
    request.rethrow();
  }

  /** Shows readers another state; only within {@link #exclusively}. */
  void publish(View changed) {
    view = changed;
  }

  /** Lets commits fail with {@code Closed} from now on; only within {@link #exclusively}. */
  void close() {
    closed = true;
  }

  private List<Request> round(WaitingRequests<Request> waiting) {
    if (waiting.peek() instanceof TaskRequest task) {
      waiting.remove();
      task.run();
      return List.of(task);
    }
    Round round = new Round();
    try {
      do {
        round.fill(waiting);
      } while (log.pending() < ROUND_BYTES && waiting.grows());
      round.write();
    } catch (IOException e) {
      round.fail(e);
    } catch (RuntimeException | Error e) {
      round.fail(new IOException("A commit failed unexpectedly", e));
    }
    return round.members;
  }

  /** Those that are written together. */
  private final class Round {
    final List<Request> members = new ArrayList<>();
    private final IndexEdit index = view.index().edit();
    private final List<Replaced> replaced = new ArrayList<>();
    private long firstNumber;
    private int firstWritten = Integer.MAX_VALUE;

    void fill(WaitingRequests<Request> waiting) throws IOException {
      while (log.pending() < ROUND_BYTES && waiting.peek() instanceof CommitRequest request) {
        waiting.remove();
        members.add(request); // first of all: whatever fails from here on is its failure
        boolean writes = !closed && request.holds(index) && request.changes(index);
        boolean fits = !log.isInDoubt() && (!writes || log.fits(request.body().bytes().length));
        if (!fits && log.pending() > 0) {
          members.remove(members.size() - 1);
          waiting.putBack(request); // it opens the next round, in a segment of its own
          return;
        }
        if (closed) {
          request.fail(new Closed("The store is closed"));
        } else if ((fits || hasNewSegment(request)) && writes) {
          append(request);
        }
      }
    }

    void write() throws IOException {
      if (log.pending() == 0) {
        return;
      }
      log.commit();
      Segment last = log.segments().last();
      for (Request member : members) {
        if (member instanceof CommitRequest request && request.number() > 0) {
          for (Change change : request.body().changes()) {
            last.addLive(change.isDelete() ? 0 : lineBytes(change.key(), change.length()));
          }
        }
      }
      replaced.forEach(entry -> entry.segment.addLive(-entry.bytes));
      view = new View(index.toIndex(), log.segments(), log.end());
    }

    /**
     * What was written is given up, with what was judged after it: that was judged by what never
     * was. If nothing was written, only the last has failed.
     */
    void fail(IOException e) {
      boolean nothingWritten = log.giveUp(e);
      for (int i = Math.min(firstWritten, members.size() - 1); i < members.size(); i++) {
        if (members.get(i) instanceof CommitRequest request) {
          request.fail(
              nothingWritten || request.number() == 0
                  ? failures.apply(e)
                  : new OutcomeUnknown("A commit failed, and it could not be undone for sure", e));
        }
      }
      view = new View(view.index(), log.segments(), log.end());
    }

    private boolean hasNewSegment(CommitRequest request) {
      try {
        log.roll();
        view = new View(view.index(), log.segments(), log.end());
        segmentBegun.run();
        return true;
      } catch (IOException e) {
        request.fail(failures.apply(e));
        return false;
      }
    }

    private void append(CommitRequest request) throws IOException {
      long number = log.nextNumber();
      if (firstNumber == 0) {
        firstNumber = number;
        firstWritten = members.size() - 1;
      }
      request.writtenAs(number);
      long body = log.append(number, firstNumber, request.body());
      int file = log.segments().last().file();
      for (Change change : request.body().changes()) {
        Slot before =
            change.encoding() == null
                ? index.remove(change.key())
                : index.put(change.key(), change.slot(number, file, body));
        if (before != null) {
          replaced.add(
              new Replaced(log.segments().of(before), lineBytes(change.key(), before.length())));
        }
      }
    }

    private static long lineBytes(byte[] key, int valueLength) {
      return Segment.lineBytes(key.length, valueLength);
    }
  }

  /** An entry that is gone once the round is written. */
  private record Replaced(Segment segment, long bytes) {}
}
