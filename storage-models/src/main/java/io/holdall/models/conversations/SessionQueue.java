package io.holdall.models.conversations;

import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The appends to one session that are under way in this process. One thread at a time commits, for
 * itself and for all that wait behind it; the others sleep until they are served or it is their
 * turn. So threads of one process never race each other for a session, and many of them together
 * pay for one commit.
 */
final class SessionQueue {
  /** Commits the requests of a round together and gives each its result, in order. */
  @FunctionalInterface
  interface Round {
    List<Appended> commit(SessionQueue queue, List<AppendRequest> requests);
  }

  private static final int MAX_ROUND_MESSAGES = 1_000;
  private static final long MAX_ROUND_BYTES = 4L << 20;

  /** What a round's commit has beside messages: the header and its places in two lists. */
  private static final int OTHER_OPERATIONS = 5;

  private final String session;
  private final int maxRoundMessages;
  private final long maxRoundBytes;

  private final Deque<AppendRequest> waiting = new ArrayDeque<>(); // guarded by this
  private boolean led; // guarded by this; while true, some thread leads or is about to

  private @Nullable Known known; // touched by the leader only

  SessionQueue(String session, Capabilities capabilities) {
    this.session = session;
    this.maxRoundMessages =
        capabilities.atomicity() == Atomicity.ENTRY
            ? 1
            : Math.min(MAX_ROUND_MESSAGES, capabilities.maxBatchOperations() - OTHER_OPERATIONS);
    this.maxRoundBytes = Math.min(MAX_ROUND_BYTES, capabilities.maxBatchBytes() / 2);
  }

  String session() {
    return session;
  }

  /** What the leader before knew of the session; it may be out of date. */
  @Nullable Known known() {
    return known;
  }

  void remember(@Nullable Known now) {
    known = now;
  }

  /**
   * Serves the request, in this thread or another. An interrupted caller gets its result and keeps
   * its flag, for others may depend on the commit that it leads.
   */
  Appended append(AppendRequest request, Round round) {
    boolean interrupted = Thread.interrupted();
    enter(request);
    while (request.isWaiting()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    while (request.isLeading()) {
      lead(round);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return request.result();
  }

  private synchronized void enter(AppendRequest request) {
    waiting.add(request);
    if (!led) {
      led = true;
      request.lead();
    }
  }

  /** Commits the first request in the queue, which is the leader's own, and others with it. */
  private void lead(Round round) {
    List<AppendRequest> requests = takeRound();
    try {
      List<Appended> results = round.commit(this, requests);
      for (int i = 0; i < requests.size(); i++) {
        requests.get(i).complete(results.get(i));
      }
    } catch (OutcomeUnknown e) {
      known = null;
      requests.forEach(request -> request.fail(e));
    } catch (RuntimeException | Error e) {
      known = null;
      if (requests.size() == 1) {
        requests.get(0).fail(e);
      } else {
        putBackAlone(requests);
      }
    } finally {
      passOn();
    }
  }

  private synchronized List<AppendRequest> takeRound() {
    List<AppendRequest> round = new ArrayList<>();
    int messages = 0;
    long bytes = 0;
    for (AppendRequest next = waiting.peek(); next != null; next = waiting.peek()) {
      messages += next.messages().size();
      bytes += next.sizeBytes();
      boolean fits = messages <= maxRoundMessages && bytes <= maxRoundBytes && !next.isAlone();
      if (!round.isEmpty() && !fits) {
        break;
      }
      round.add(waiting.remove());
      if (!fits) {
        break;
      }
    }
    return round;
  }

  /** After a failure, each gets a commit and an answer of its own. */
  private synchronized void putBackAlone(List<AppendRequest> requests) {
    for (int i = requests.size() - 1; i >= 0; i--) {
      requests.get(i).retryAlone();
      waiting.addFirst(requests.get(i));
    }
  }

  private synchronized void passOn() {
    AppendRequest next = waiting.peek();
    if (next == null) {
      led = false;
    } else {
      next.lead();
    }
  }
}
