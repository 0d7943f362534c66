package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Description;
import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts other messages and another description in the place of a session, so that at every moment
 * all of the old ones or all of the new ones are there, also if the process dies.
 *
 * <p>Where one commit has room for both, it does everything. Elsewhere the new messages are
 * appended behind the old ones, and then the header is rewritten to begin with the first new one;
 * until then the session holds the old messages and some of the new ones. What others append
 * meanwhile stays.
 *
 * <p>Used by one thread, once.
 */
public final class Replacement {
  private final Conversations chats;
  private final ConversationStore store;
  private final Storage storage;
  private final Deletion deletion;
  private final String session;
  private final SessionInfo info;
  private final Optional<Instant> created;

  /** By which the replacement knows its own header when an answer was lost. */
  private final String mark = Nonces.next();

  /** The new messages as far as they were appended, from the first of them on; null before it. */
  private @Nullable Span appended;

  /** When the session was created, if nothing says so: with its first message. */
  private @Nullable Instant begun;

  Replacement(
      Conversations chats,
      ConversationStore store,
      String session,
      SessionInfo info,
      Optional<Instant> created) {
    this.chats = chats;
    this.store = store;
    this.storage = store.storage();
    this.deletion = new Deletion(store);
    this.session = session;
    this.info = info;
    this.created = created.map(Times::checked);
  }

  /**
   * Adds the next of the new messages, a commit's worth at most, or one on stores that change one
   * entry at a time. For a session of which everything fits into a commit this is not needed.
   *
   * @throws Conflict if somebody has appended to the session since the first call; nothing is lost
   */
  public void add(List<Message> messages) {
    Span before = appended;
    Appended result =
        before == null
            ? chats.append(session, messages)
            : chats.appendAt(session, before.next(), messages);
    Span span = before;
    if (span == null) {
      begun = creation(messages, result.time());
      span = Span.empty(begun).startingAt(result.first());
    }
    for (Message message : messages) {
      span = span.plus(message.time().orElse(result.time()));
    }
    appended = span;
  }

  /**
   * Adds the last of the new messages and makes them and the description the session.
   *
   * @param last a commit's worth at most; none on stores that change one entry at a time
   * @throws Conflict if somebody has deleted the session meanwhile, or begun it anew
   */
  public void finish(List<Message> last) {
    if (appended == null && store.commitsTogether() && isDoneAtOnce(last)) {
      return;
    }
    if (!last.isEmpty()) {
      add(last);
    }
    SessionHeader header = begin();
    new Trim(store).removeAllBefore(session, header.incarnation(), header.span().first());
  }

  private Instant creation(List<Message> messages, Instant now) {
    return created.orElseGet(
        () -> messages.isEmpty() ? now : Times.earlier(now, messages.get(0).time().orElse(now)));
  }

  /** One commit for everything, if there is room for it in one. */
  private boolean isDoneAtOnce(List<Message> messages) {
    Contention contention = new Contention();
    while (true) {
      Optional<Known> known = store.known(storage, session);
      if (known.isPresent() && known.get().header().deleting()) {
        deletion.finish(session, known.get());
        continue;
      }
      if (known.filter(k -> k.header().incarnation().equals(mark)).isPresent()) {
        return true; // written, although the answer was lost
      }
      Optional<WriteBatch> batch = everything(known.orElse(null), messages);
      if (batch.isEmpty()) {
        return false;
      }
      try {
        storage.commit(batch.get());
        return true;
      } catch (Conflict | OutcomeUnknown e) {
        contention.lost(e);
      }
    }
  }

  private Optional<WriteBatch> everything(@Nullable Known known, List<Message> messages) {
    List<Key> content =
        storage
            .keys(Scan.under(store.keys().content(session)).limit(deletion.portion()))
            .limit(deletion.portion() + 1L)
            .toList();
    if (content.size() > deletion.portion()) {
      return Optional.empty();
    }
    WriteBatch.Builder batch = WriteBatch.builder();
    Set<Key> written = new HashSet<>();
    Instant now = store.now();
    SessionHeader header =
        SessionHeader.create(mark, creation(messages, now), Description.of(info, false));
    Span span = header.span();
    for (Message message : messages) {
      Instant time = message.time().orElse(now);
      Key key = store.keys().message(session, span.next());
      batch.put(key, StoredMessage.value(message, time, mark, mark));
      written.add(key);
      span = span.plus(time);
    }
    putDetails(batch).ifPresent(written::add);
    content.stream().filter(key -> !written.contains(key)).forEach(batch::delete);
    putHeader(batch, known, header.with(span));
    if (batch.size() > storage.capabilities().maxBatchOperations()) {
      return Optional.empty();
    }
    return Optional.of(batch.build())
        .filter(whole -> whole.sizeBytes() <= storage.capabilities().maxBatchBytes());
  }

  /** From this commit on the session begins with the first new message. */
  private SessionHeader begin() {
    Contention contention = new Contention();
    while (true) {
      Known known =
          store
              .alive(storage, session)
              .orElseThrow(() -> new Conflict(List.of(store.keys().header(session))));
      if (known.header().change().equals(mark)) {
        return known.header(); // written, although the answer was lost
      }
      requireOurs(known.header());
      SessionHeader header = begun(known.header());
      WriteBatch.Builder batch = WriteBatch.builder();
      if (store.commitsTogether()) {
        Optional<Key> written = putDetails(batch);
        if (written.isEmpty()) {
          batch.delete(store.keys().details(session));
        }
      } else {
        new Tombstones(store).noteIfAny(session, 0, header.span().first());
      }
      putHeader(batch, known, header);
      try {
        storage.commit(batch.build());
        return header;
      } catch (Conflict | OutcomeUnknown e) {
        contention.lost(e);
      }
    }
  }

  /** Asked with the header at hand: if so, the session was not deleted and begun anew meanwhile. */
  private void requireOurs(SessionHeader header) {
    if (appended == null) {
      return;
    }
    Key first = store.keys().message(session, appended.first());
    boolean ours =
        storage
            .get(first)
            .map(StoredMessage::of)
            .filter(message -> message.incarnation().equals(header.incarnation()))
            .isPresent();
    if (!ours) {
      throw new Conflict(List.of(first));
    }
  }

  private SessionHeader begun(SessionHeader before) {
    Rebuild rebuild = new Rebuild(store);
    Span span = appended;
    Instant time = begun == null ? creation(List.of(), store.now()) : begun;
    if (span == null) { // no messages at all
      span = Span.empty(time).startingAt(rebuild.current(storage, session, before).span().next());
    }
    SessionHeader header =
        before
            .with(mark, Description.of(info, !store.commitsTogether()))
            .createdAt(time)
            .with(span);
    return rebuild.current(storage, session, header); // with what others have appended behind it
  }

  private void putHeader(WriteBatch.Builder batch, @Nullable Known known, SessionHeader header) {
    batch.put(
        store.keys().header(session),
        header.toValue(),
        known == null ? Condition.absent() : Condition.version(known.version()));
    store.relist(batch, session, known == null ? null : known.header(), header);
  }

  private Optional<Key> putDetails(WriteBatch.Builder batch) {
    Optional<JsonObject> details = SessionHeader.details(info);
    Key key = store.keys().details(session);
    details.ifPresent(json -> batch.put(key, Value.json(json.text())));
    return details.map(json -> key);
  }
}
