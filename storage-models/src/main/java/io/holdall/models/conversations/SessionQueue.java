package io.holdall.models.conversations;

import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.grouping.CommitQueue;
import io.holdall.storage.spi.grouping.WaitingRequests;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The appends to one session that are under way in this process. One thread at a time commits, for
 * itself and for all that wait behind it. So threads of one process never race each other for a
 * session, and many of them together pay for one commit.
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
  private final CommitQueue<AppendRequest> queue = new CommitQueue<>(this::round);

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
  Appended append(AppendRequest request) {
    boolean interrupted = Thread.interrupted();
    queue.submit(request);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return request.result();
  }

  /** Commits the first request in the queue, and others with it; returns those with an outcome. */
  private List<AppendRequest> round(WaitingRequests<AppendRequest> waiting) {
    List<AppendRequest> requests = take(waiting);
    try {
      List<Appended> results = requests.get(0).round().commit(this, requests);
      for (int i = 0; i < requests.size(); i++) {
        requests.get(i).complete(results.get(i));
      }
    } catch (OutcomeUnknown e) {
      known = null;
      requests.forEach(request -> request.fail(e));
    } catch (RuntimeException | Error e) {
      known = null;
      if (requests.size() > 1) {
        putBackAlone(requests, waiting);
        return List.of();
      }
      requests.get(0).fail(e);
    }
    return requests;
  }

  private List<AppendRequest> take(WaitingRequests<AppendRequest> waiting) {
    List<AppendRequest> round = new ArrayList<>();
    round.add(waiting.remove());
    if (round.get(0).isAlone()) {
      return round;
    }
    int messages = round.get(0).messages().size();
    long bytes = round.get(0).sizeBytes();
    do {
      for (AppendRequest next = waiting.peek(); next != null; next = waiting.peek()) {
        messages += next.messages().size();
        bytes += next.sizeBytes();
        if (messages > maxRoundMessages || bytes > maxRoundBytes || next.isAlone()) {
          return round;
        }
        round.add(waiting.remove());
      }
    } while (messages < maxRoundMessages && waiting.grows());
    return round;
  }

  /** After a failure, each gets a commit and an answer of its own. */
  private static void putBackAlone(
      List<AppendRequest> requests, WaitingRequests<AppendRequest> waiting) {
    for (int i = requests.size() - 1; i >= 0; i--) {
      requests.get(i).beAlone();
      waiting.putBack(requests.get(i));
    }
  }
}
