package io.holdall.models.conversations;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appending on stores that commit several entries together: one commit creates the messages,
 * rewrites the header under the version it had, and moves the session in the lists. Who loses a
 * race reads the header again and tries again.
 */
final class StoreAppends implements SessionQueue.Round {
  private final ConversationStore store;
  private final Deletion deletion;
  private final Rebuild rebuild;

  StoreAppends(ConversationStore store) {
    this.store = store;
    this.deletion = new Deletion(store);
    this.rebuild = new Rebuild(store);
  }

  @Override
  public List<Appended> commit(SessionQueue queue, List<AppendRequest> requests) {
    return new Attempts(queue, requests).run();
  }

  /**
   * What is to be committed, and by what it is known again.
   *
   * @param after the header as it will be
   * @param firstMessage the key of the first message
   */
  private record Plan(
      WriteBatch batch, SessionHeader after, Key firstMessage, List<Appended> results) {}

  /** One round's way to its commit. */
  private final class Attempts {
    private final SessionQueue queue;
    private final List<AppendRequest> requests;
    private final Key header;
    private final Contention contention = new Contention();

    /** Plans of which it could not be told whether they were committed; they may be still. */
    private final List<Plan> doubtful = new ArrayList<>();

    private @Nullable OutcomeUnknown doubt;

    Attempts(SessionQueue queue, List<AppendRequest> requests) {
      this.queue = queue;
      this.requests = requests;
      this.header = store.keys().header(queue.session());
    }

    List<Appended> run() {
      try {
        while (true) {
          Optional<List<Appended>> results = attempt();
          if (results.isPresent()) {
            return results.get();
          }
        }
      } catch (StorageException e) {
        if (doubt == null || e == doubt) {
          throw e;
        }
        // The last attempt was not written, but an earlier one may have been.
        doubt.addSuppressed(e);
        throw doubt;
      }
    }

    private Optional<List<Appended>> attempt() {
      Plan plan = plan(present());
      try {
        CommitResult result = store.storage().commit(plan.batch);
        queue.remember(new Known(plan.after, result.version(header)));
        return Optional.of(plan.results);
      } catch (Conflict e) {
        return afterConflict(plan, e);
      } catch (OutcomeUnknown e) {
        queue.remember(null);
        doubt = doubt == null ? e : doubt;
        doubtful.add(plan);
        Optional<List<Appended>> written = written(plan);
        if (written.isEmpty()) {
          contention.lost(e);
        }
        return written;
      }
    }

    private Optional<List<Appended>> afterConflict(Plan plan, Conflict e) {
      queue.remember(null);
      for (Plan earlier : doubtful) {
        Optional<List<Appended>> written = written(earlier);
        if (written.isPresent()) {
          return written;
        }
      }
      if (!e.keys().contains(header)) {
        rebuild.catchUp(queue.session()); // it is behind its messages, or they have none
      } else if (written(plan).isPresent()) {
        return Optional.of(plan.results); // a layer below repeated what it had written
      }
      contention.lost(e);
      return Optional.empty();
    }

    /** The plan's results if its first message, and so all of it, is in the store. */
    private Optional<List<Appended>> written(Plan plan) {
      return store
          .storage()
          .get(plan.firstMessage)
          .map(StoredMessage::of)
          .filter(stored -> stored.nonce().equals(requests.get(0).nonce()))
          .map(stored -> plan.results);
    }

    /** The header to append to, remembered or read; empty for a session that is not there. */
    private Optional<Known> present() {
      Known remembered = queue.known();
      if (remembered != null && isExpected(remembered.header())) {
        return Optional.of(remembered);
      }
      Optional<Known> read = store.known(store.storage(), queue.session());
      if (read.isPresent() && read.get().header().deleting()) {
        deletion.finish(queue.session(), read.get());
        read = Optional.empty();
      }
      if (!read.map(Known::header).map(this::isExpected).orElse(isExpected(0))) {
        throw new Conflict(List.of(header));
      }
      return read;
    }

    private boolean isExpected(SessionHeader present) {
      return isExpected(present.span().next());
    }

    private boolean isExpected(long next) {
      return requests.get(0).expected().orElse(next) == next;
    }

    private Plan plan(Optional<Known> present) {
      Instant now = store.now();
      SessionHeader before = present.map(Known::header).orElse(null);
      SessionHeader start = before != null ? before : implicit(now);
      WriteBatch.Builder batch = WriteBatch.builder();
      List<Appended> results = new ArrayList<>();
      SessionHeader.Span span = start.span();
      for (AppendRequest request : requests) {
        results.add(new Appended(span.next(), request.messages().size(), now));
        for (Message message : request.messages()) {
          Instant time = message.time().orElse(now);
          batch.put(
              store.keys().message(queue.session(), span.next()),
              StoredMessage.value(message, time, start.incarnation(), request.nonce()),
              Condition.absent());
          span = span.plus(time);
        }
      }
      SessionHeader after = start.with(span);
      batch.put(
          header,
          after.toValue(),
          present.map(known -> Condition.version(known.version())).orElse(Condition.absent()));
      store.relist(batch, queue.session(), before, after);
      Key firstMessage = store.keys().message(queue.session(), start.span().next());
      return new Plan(batch.build(), after, firstMessage, results);
    }

    /** The header of a session that begins with its first message. */
    private SessionHeader implicit(Instant now) {
      Instant first = requests.get(0).messages().get(0).time().orElse(now);
      return SessionHeader.create(
          Nonces.next(),
          first.isBefore(now) ? first : now,
          SessionHeader.Description.of(SessionInfo.none(), false));
    }
  }
}
