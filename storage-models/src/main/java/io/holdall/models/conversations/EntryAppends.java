package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Description;
import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appending on stores that change one entry at a time: the message's own entry is the commit,
 * created at the first sequence that is free. A sequence is tried only after the one before it was
 * seen, so there is no gap. Nothing is read as long as what is remembered of the session
 * {@linkplain Ground can be relied on}: a place that is taken, or that a deletion has {@linkplain
 * Tombstones sealed}, says so itself. The header is brought up to date every few messages, which is
 * one more write; until then whoever needs the end of the session looks for it.
 */
final class EntryAppends implements SessionQueue.Round {
  /** How far a header may be behind its messages; what a reader has to look through at most. */
  static final int HEADER_EVERY = 32;

  private final ConversationStore store;
  private final Storage storage;
  private final Deletion deletion;
  private final Rebuild rebuild;

  EntryAppends(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
    this.deletion = new Deletion(store);
    this.rebuild = new Rebuild(store);
  }

  @Override
  public List<Appended> commit(SessionQueue queue, List<AppendRequest> requests) {
    AppendRequest request = requests.get(0);
    if (request.messages().size() > 1) {
      throw new Unsupported(
              "This store changes one entry at a time; several messages in one append would not be"
                  + " atomic")
          .with("messages", request.messages().size());
    }
    return List.of(new Attempts(queue, request).run());
  }

  /** One message's way into the store. */
  private final class Attempts {
    private final SessionQueue queue;
    private final String session;
    private final AppendRequest request;
    private final Message message;
    private final Contention contention = new Contention();
    private @Nullable OutcomeUnknown doubt;

    Attempts(SessionQueue queue, AppendRequest request) {
      this.queue = queue;
      this.session = queue.session();
      this.request = request;
      this.message = request.messages().get(0);
    }

    Appended run() {
      try {
        while (true) {
          Optional<Appended> result = attempt();
          if (result.isPresent()) {
            return result.get();
          }
        }
      } catch (StorageException e) {
        if (doubt == null || e == doubt) {
          throw e;
        }
        doubt.addSuppressed(e);
        throw doubt;
      }
    }

    private Optional<Appended> attempt() {
      Known known = present();
      Span span = known.header().span();
      Instant now = store.now();
      Ground ground = Ground.at(now);
      Instant time = message.time().orElse(now);
      Key key = store.keys().message(session, span.next());
      Value value =
          StoredMessage.value(message, time, known.header().incarnation(), request.nonce());
      Optional<Version> written = create(key, value, asRemembered(known));
      if (written.isEmpty()) {
        return Optional.empty();
      }
      boolean certain = known.ground().holdsAt(System.nanoTime(), store.now());
      if (!certain && !isKept(known, Entry.withoutValue(key, written.get()))) {
        queue.remember(null);
        return Optional.empty();
      }
      remember(known, span.plus(time), ground.with(known.ground().overgrown()));
      return Optional.of(new Appended(span.next(), 1, now));
    }

    private Condition asRemembered(Known known) {
      return Optional.ofNullable(known.ground().overgrown().get(known.header().span().next()))
          .map(Condition::version)
          .orElse(Condition.absent());
    }

    /** Writes the entry; empty if its place is taken or it could not be told. */
    private Optional<Version> create(Key key, Value value, Condition condition) {
      try {
        return Optional.of(storage.put(key, value, condition));
      } catch (Conflict e) {
        return taken(key, e);
      } catch (OutcomeUnknown e) {
        doubt = doubt == null ? e : doubt;
        return taken(key, e);
      }
    }

    /** Looks at who took the place: this request itself, or another. */
    private Optional<Version> taken(Key key, StorageException e) {
      Optional<Entry> there = storage.get(key);
      if (there.map(StoredMessage::of).filter(this::isOwn).isPresent()) {
        return there.map(Entry::version);
      }
      queue.remember(null);
      contention.lost(e);
      return Optional.empty();
    }

    private boolean isOwn(StoredMessage stored) {
      return stored.nonce().equals(request.nonce());
    }

    /**
     * Whether the session is there still now that the message is written, and the message in it. If
     * it was deleted in the meantime, the message must not stay behind alone.
     */
    private boolean isKept(Known known, Entry written) {
      try {
        boolean kept =
            store
                .alive(storage, session)
                .map(Known::header)
                .filter(now -> now.incarnation().equals(known.header().incarnation()))
                .filter(now -> known.header().span().next() >= now.span().first())
                .isPresent();
        if (!kept) {
          Deletion.discard(storage, written);
        }
        return kept;
      } catch (StorageException e) {
        throw new OutcomeUnknown(
            "The message was written, but not whether its session is still there", e);
      }
    }

    /** The session with its end as it is now. */
    private Known present() {
      Known remembered = queue.known();
      if (remembered == null || !isExpected(remembered)) {
        remembered = open();
        if (!isExpected(remembered)) {
          throw new Conflict(List.of(store.keys().header(session)));
        }
      }
      queue.remember(remembered);
      return remembered;
    }

    private boolean isExpected(Known known) {
      long next = known.header().span().next();
      return request.expected().orElse(next) == next;
    }

    private Known open() {
      while (true) {
        Ground ground = Ground.at(store.now());
        Optional<Known> known = store.known(storage, session);
        if (known.isEmpty()) {
          if (!rebuild.catchUp(session)) {
            createHeader();
          }
        } else if (known.get().header().deleting()) {
          deletion.finish(session, known.get());
        } else {
          Optional<Tail> tail = rebuild.end(session, known.get().header());
          if (tail.isPresent() && tail.get().sealed()) {
            rebuild.catchUp(session); // completes what somebody has begun to delete
          } else if (tail.isPresent()) {
            SessionHeader header = known.get().header().with(tail.get().span());
            return new Known(header, known.get().version(), ground.with(tail.get().overgrown()));
          }
        }
      }
    }

    private void createHeader() {
      Instant now = store.now();
      Instant created = message.time().filter(time -> time.isBefore(now)).orElse(now);
      SessionHeader header =
          SessionHeader.create(Nonces.next(), created, Description.of(SessionInfo.none(), true));
      try {
        storage.put(store.keys().header(session), header.toValue(), Condition.absent());
      } catch (Conflict | OutcomeUnknown e) {
        contention.lost(e); // whoever created it, it is read again
      }
    }

    private void remember(Known known, Span span, Ground ground) {
      SessionHeader header = known.header().with(span);
      Version version = known.version();
      if (span.next() % HEADER_EVERY == 0) {
        try {
          version =
              storage.put(
                  store.keys().header(session), header.toValue(), Condition.version(version));
        } catch (StorageException e) {
          // The message is stored; the header is only behind, which every reader reckons with.
          queue.remember(null);
          return;
        }
      }
      queue.remember(new Known(header, version, ground));
    }
  }
}
