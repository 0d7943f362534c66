package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Description;
import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Creates sessions and changes what is said about them. */
final class Descriptions {
  private final ConversationStore store;
  private final Storage storage;
  private final Rebuild rebuild;

  Descriptions(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
    this.rebuild = new Rebuild(store);
  }

  /** Creates all sessions with their messages in one commit, or none. */
  void create(List<Conversation> conversations) {
    if (!store.commitsTogether()) {
      requireOneEntry(conversations);
    }
    Contention contention = new Contention();
    Instant now = store.now();
    List<SessionHeader> headers =
        conversations.stream().map(conversation -> header(conversation, now)).toList();
    while (true) {
      try {
        prepare(conversations);
        storage.commit(creation(conversations, headers, now));
        return;
      } catch (Conflict e) {
        if (isWritten(conversations, headers)) {
          return;
        }
        if (!onlyLeftOvers(conversations, e)) {
          throw e;
        }
        contention.lost(e);
      } catch (OutcomeUnknown e) {
        if (isWritten(conversations, headers)) {
          return;
        }
        contention.lost(e);
      }
    }
  }

  private static void requireOneEntry(List<Conversation> conversations) {
    if (conversations.size() > 1 || !conversations.get(0).messages().isEmpty()) {
      throw new Unsupported(
              "This store changes one entry at a time; several sessions or messages created at once"
                  + " would not be atomic")
          .with("sessions", conversations.size());
    }
  }

  private SessionHeader header(Conversation conversation, Instant now) {
    List<Message> messages = conversation.messages();
    Instant first =
        messages.isEmpty() ? now : Times.earlier(now, messages.get(0).time().orElse(now));
    SessionHeader header =
        SessionHeader.create(
            Nonces.next(),
            conversation.created().orElse(first),
            Description.of(conversation.info(), !store.commitsTogether()));
    Span span = header.span();
    for (Message message : messages) {
      span = span.plus(message.time().orElse(now));
    }
    return header.with(span);
  }

  private WriteBatch creation(
      List<Conversation> conversations, List<SessionHeader> headers, Instant now) {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (int i = 0; i < conversations.size(); i++) {
      Conversation conversation = conversations.get(i);
      SessionHeader header = headers.get(i);
      String id = conversation.id();
      batch.put(store.keys().header(id), header.toValue(), Condition.absent());
      if (store.commitsTogether()) {
        SessionHeader.details(conversation.info())
            .ifPresent(details -> batch.put(store.keys().details(id), value(details)));
        store.relist(batch, id, null, header);
        if (conversation.messages().isEmpty()) {
          batch.check(store.keys().message(id, 0), Condition.absent());
        }
      }
      for (int m = 0; m < conversation.messages().size(); m++) {
        Message message = conversation.messages().get(m);
        Instant time = message.time().orElse(now);
        batch.put(
            store.keys().message(id, m),
            StoredMessage.value(message, time, header.incarnation(), header.incarnation()),
            Condition.absent());
      }
    }
    return batch.build();
  }

  /** Where a commit cannot check it: messages that lost their header must get it back first. */
  private void prepare(List<Conversation> conversations) {
    if (!store.commitsTogether()) {
      conversations.forEach(conversation -> rebuild.catchUp(conversation.id()));
    }
  }

  private boolean isWritten(List<Conversation> conversations, List<SessionHeader> headers) {
    return store
        .known(storage, conversations.get(0).id())
        .filter(known -> known.header().incarnation().equals(headers.get(0).incarnation()))
        .isPresent();
  }

  /**
   * Clears away what stood in the way and is no session: one being deleted, messages whose header
   * was lost. False if there is a session.
   */
  private boolean onlyLeftOvers(List<Conversation> conversations, Conflict e) {
    boolean cleared = false;
    for (Conversation conversation : conversations) {
      String id = conversation.id();
      Key header = store.keys().header(id);
      if (!e.keys().contains(header) && !e.keys().contains(store.keys().message(id, 0))) {
        continue;
      }
      rebuild.catchUp(id);
      if (store.known(storage, id).isPresent()) {
        return false;
      }
      cleared = true;
    }
    return cleared;
  }

  /** Changes what is said about a session; empty if there is none. */
  Optional<Session> update(String session, UnaryOperator<SessionInfo> change) {
    Contention contention = new Contention();
    String mark = Nonces.next();
    String doubtedOn = "";
    while (true) {
      Optional<Found> found = find(session);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      String present = found.get().header().change();
      if (present.equals(mark)) {
        return found.map(Found::session); // written, although the answer was lost
      }
      if (!doubtedOn.isEmpty() && !present.equals(doubtedOn)) {
        throw new OutcomeUnknown("A change of a session was lost or overtaken by another", null);
      }
      SessionInfo after = change.apply(found.get().session().info());
      if (after.equals(found.get().session().info())) {
        return found.map(Found::session);
      }
      store.keys().require(session, after.owner());
      try {
        return Optional.of(commit(session, found.get(), after, mark));
      } catch (Conflict e) {
        contention.lost(e);
      } catch (OutcomeUnknown e) {
        doubtedOn = present;
        contention.lost(e);
      }
    }
  }

  /** A session that is to be changed, with the versions it was read at. */
  private record Found(Known known, Optional<Entry> details, Session session) {
    SessionHeader header() {
      return known.header();
    }
  }

  private Optional<Found> find(String session) {
    List<Optional<Entry>> read =
        storage.get(List.of(store.keys().header(session), store.keys().details(session)));
    return read.get(0)
        .map(ConversationStore::known)
        .filter(known -> !known.header().deleting())
        .map(known -> new Known(current(session, known.header()), known.version()))
        .map(
            known ->
                new Found(
                    known,
                    read.get(1),
                    known.header().session(session, ConversationStore.details(read.get(1)))));
  }

  private SessionHeader current(String session, SessionHeader header) {
    return store.commitsTogether() ? header : rebuild.current(storage, session, header);
  }

  private Session commit(String session, Found found, SessionInfo info, String mark) {
    SessionHeader header =
        found.header().with(mark, Description.of(info, !store.commitsTogether()));
    WriteBatch.Builder batch = WriteBatch.builder();
    batch.put(
        store.keys().header(session), header.toValue(), Condition.version(found.known().version()));
    JsonObject details = SessionHeader.details(info).orElse(JsonObject.empty());
    if (store.commitsTogether()) {
      Key key = store.keys().details(session);
      Condition asRead =
          found
              .details()
              .map(entry -> Condition.version(entry.version()))
              .orElse(Condition.absent());
      if (details.isEmpty()) {
        batch.delete(key, asRead);
      } else {
        batch.put(key, value(details), asRead);
      }
      store.relist(batch, session, found.header(), header);
    }
    storage.commit(batch.build());
    return header.session(session, details);
  }

  private static Value value(JsonObject json) {
    return Value.json(json.text());
  }
}
