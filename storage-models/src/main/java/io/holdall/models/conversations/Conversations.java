package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conversations on any storage: sessions with owner, title and metadata, and their messages in one
 * gap-free sequence each.
 *
 * <pre>{@code
 * Conversations chats = Conversations.in(storage);
 * chats.append("session_1", Message.user("Hello"));
 * List<Message> last = chats.last("session_1", 20);
 * }</pre>
 *
 * <p>An append is one commit whose cost does not depend on the length of the session. When it
 * returns, its messages are durable as the storage says, every later read sees them, and their
 * sequences follow those before without a gap, however many threads and processes append to the
 * session at once. Threads of one process that append to the same session share commits.
 *
 * <p>On stores that {@linkplain io.holdall.storage.spi.Capabilities.Atomicity#ENTRY change one
 * entry at a time}, object stores above all, one call appends one message, and listing reads every
 * header; all else is the same. What calls cost there, when nobody interferes:
 *
 * <ul>
 *   <li>an append to a session that this process has appended to within the last hour: one write,
 *       and after every 32nd message one more for the header;
 *   <li>the first append of a process, and the next after another process has appended: the header
 *       and the messages behind it, at most 31, are read before; one after an hour's pause reads
 *       the header afterwards;
 *   <li>reading messages: a scan, and the header once for each of its pages of 1,000;
 *   <li>deleting messages: a read and a write each, for their places stay taken by small
 *       tombstones. Those are removed after a day, by whatever call deletes next, in this process
 *       or another.
 * </ul>
 *
 * <p>Thread-safe, and cheap to make: it holds nothing that must be closed. A session's id is any
 * text that a {@link io.holdall.storage.Key} segment can be; together with the owner it must leave
 * room in the keys, some 800 plain characters. Methods throw {@code InvalidArgument} for other ids,
 * and whatever the {@link Storage} throws.
 */
public final class Conversations extends ConversationView {
  /** The collection in which conversations are kept unless an application has several. */
  public static final String DEFAULT_COLLECTION = "conversations";

  private static final Logger log = LoggerFactory.getLogger(Conversations.class);

  /** So many sessions' tombstones a deletion removes beside, at most; it leaves those of one. */
  private static final int SWEPT_IN_PASSING = 2;

  private final ConversationStore store;
  private final Sharing sharing;
  private final Layout layout;
  private final SessionQueue.Round appends;

  private Conversations(ConversationStore store, Sharing sharing, Layout layout) {
    super(store, store.storage(), layout);
    this.store = store;
    this.sharing = sharing;
    this.layout = layout;
    this.appends = store.commitsTogether() ? new StoreAppends(store) : new EntryAppends(store);
  }

  /** The conversations in a storage. */
  public static Conversations in(Storage storage) {
    return in(storage, DEFAULT_COLLECTION, InstantSource.system());
  }

  /**
   * The conversations in a storage, in a collection of their own and with another clock.
   *
   * @param collection the first segment of their keys and the beginning of the names of five more
   *     collections
   */
  public static Conversations in(Storage storage, String collection, InstantSource clock) {
    ConversationStore store =
        new ConversationStore(storage, new ConversationKeys(collection), clock);
    Sharing sharing = Sharing.of(storage, collection);
    return new Conversations(store, sharing, new Layout(store, sharing));
  }

  /** All conversations as they are now, frozen; {@code Unsupported} if the storage has no such. */
  public ConversationSnapshot snapshot() {
    return new ConversationSnapshot(store, store.storage().snapshot(), layout);
  }

  /**
   * Appends messages to the session's end, all or none, and creates the session if it is not there.
   *
   * @throws io.holdall.storage.StorageException.OutcomeUnknown if it cannot be told whether they
   *     were appended; each is there once or not at all
   * @throws io.holdall.storage.StorageException.Unsupported for several messages on a store that
   *     changes one entry at a time
   */
  public Appended append(String session, Message message, Message... more) {
    List<Message> messages = new ArrayList<>(List.of(message));
    messages.addAll(List.of(more));
    return append(session, messages);
  }

  /** Appends one or more messages; see {@link #append(String, Message, Message...)}. */
  public Appended append(String session, List<Message> messages) {
    return append(session, messages, OptionalLong.empty());
  }

  /**
   * Appends messages if the first gets exactly this sequence: if nobody has appended since the
   * caller saw the session, 0 standing for a session that is not there or is empty.
   *
   * @throws io.holdall.storage.StorageException.Conflict if the session has another length
   */
  public Appended appendAt(String session, long sequence, List<Message> messages) {
    return append(session, messages, OptionalLong.of(sequence));
  }

  private Appended append(String session, List<Message> messages, OptionalLong expected) {
    store.keys().require(session, Optional.empty());
    if (messages.isEmpty()) {
      throw new InvalidArgument("There is no message to append");
    }
    AppendRequest request = new AppendRequest(appends, messages, expected);
    layout.settle();
    return sharing.queue(session, store.storage()).append(request);
  }

  /**
   * Creates a session without messages.
   *
   * @throws io.holdall.storage.StorageException.Conflict if there is one of this id
   */
  public Session create(String session, SessionInfo info) {
    createAll(List.of(new Conversation(session, info, Optional.empty(), List.of())));
    return session(session).orElseThrow();
  }

  /**
   * Creates sessions with their messages in one commit, all or none.
   *
   * @throws io.holdall.storage.StorageException.Conflict if there is one of some id already
   * @throws LimitExceeded if it is too much for one commit
   * @throws io.holdall.storage.StorageException.Unsupported for more than one session without
   *     messages on a store that changes one entry at a time
   */
  public void createAll(List<Conversation> conversations) {
    conversations.forEach(
        conversation -> store.keys().require(conversation.id(), conversation.info().owner()));
    if (!conversations.isEmpty()) {
      layout.settle();
      new Descriptions(store).create(conversations);
    }
  }

  /**
   * Puts other messages and another description in the place of a session, or creates it, without a
   * moment at which neither the old nor the new messages are there.
   *
   * @param created when it was created; empty for the time of its first message
   * @return what takes the messages
   */
  public Replacement replace(String session, SessionInfo info, Optional<Instant> created) {
    store.keys().require(session, info.owner());
    layout.settle();
    return new Replacement(this, store, session, info, created);
  }

  /**
   * Changes what is said about a session.
   *
   * <pre>{@code
   * chats.update("session_1", info -> info.withTitle("Trip to Lisbon"));
   * }</pre>
   *
   * <p>Several may do so at once: the change is applied to what the others have left, and may
   * therefore be called more than once. It does not count as using the session: its place in the
   * lists stays.
   *
   * @return the session as it is now, or empty if there is none
   */
  public Optional<Session> update(String session, UnaryOperator<SessionInfo> change) {
    store.keys().require(session, Optional.empty());
    layout.settle();
    return new Descriptions(store).update(session, change);
  }

  /**
   * Deletes a session with all its messages. From one moment on it is gone for everybody; of a
   * large one the messages are removed after that, in several commits. Should the process die
   * meanwhile, the session stays gone, and the next call that meets it removes the rest. A session
   * that begins again under the same id begins at sequence 0.
   *
   * <p>On stores that change one entry at a time a process may die when it is decided that the
   * session goes, and readers still see it. Then the next call that writes to it completes the
   * deletion first.
   *
   * @return whether there was anything to delete
   * @throws io.holdall.storage.StorageException.OutcomeUnknown if that cannot be told, or the
   *     deletion was begun and not completed; call it again
   */
  public boolean delete(String session) {
    store.keys().require(session, Optional.empty());
    layout.settle();
    boolean deleted = new Deletion(store).delete(session, header -> true);
    sweep(SWEPT_IN_PASSING);
    return deleted;
  }

  /**
   * Deletes every session whose latest message, or whose creation if it has none, is older. One
   * that gets a message in the meantime stays.
   *
   * @return how many were deleted
   */
  public long deleteInactive(Instant before) {
    layout.settle();
    Deletion deletion = new Deletion(store);
    long deleted =
        stream(SessionQuery.all().oldestFirst())
            .takeWhile(session -> session.updated().isBefore(before))
            .filter(
                session ->
                    deletion.delete(session.id(), header -> header.updated().isBefore(before)))
            .count();
    sweep(Integer.MAX_VALUE);
    return deleted;
  }

  /**
   * Removes the oldest messages of a session so that at most so many are left. Sequences do not
   * begin again: the first message kept has the sequence it had. On a store that commits single
   * entries, who reads meanwhile may see messages that are being removed beside some that have come
   * since.
   *
   * @return how many messages were removed
   * @throws InvalidArgument if the count is negative
   */
  public long keepLast(String session, long count) {
    store.keys().require(session, Optional.empty());
    if (count < 0) {
      throw new InvalidArgument("The number of messages to keep is negative").with("count", count);
    }
    layout.settle();
    long removed = new Trim(store).keepLast(session, count);
    sweep(SWEPT_IN_PASSING);
    return removed;
  }

  /** Removes tombstones whose time has come. */
  private void sweep(int notes) {
    if (store.commitsTogether()) {
      return;
    }
    try {
      new Tombstones(store).sweep(notes);
    } catch (StorageException e) {
      // What the caller asked for is done, and what is left is found by the next who sweeps.
      log.warn("Tombstones whose time has come could not be removed", e);
    }
  }

  /**
   * Counts a session's messages again, gives it a header if that was lost, and puts it into the
   * lists. Needed only after damage to the store was repaired; harmless at any time.
   *
   * @return the session, or empty if there are no messages and no header
   */
  public Optional<Session> rebuild(String session) {
    store.keys().require(session, Optional.empty());
    layout.settle();
    boolean found = new Rebuild(store).recount(session);
    sharing.forgetSessions();
    return found ? session(session) : Optional.empty();
  }

  /**
   * {@linkplain #rebuild Rebuilds} every session, finishes deletions that were interrupted, and
   * makes the lists anew. Reads every message.
   *
   * @return how many sessions there are
   */
  public long rebuildAll() {
    layout.settle();
    long sessions = new Orphans(store).rebuildAll();
    sharing.forgetSessions();
    if (store.commitsTogether()) {
      new Lists(store).make();
      new Tombstones(store).removeAll();
    }
    sweep(Integer.MAX_VALUE);
    return sessions;
  }

  /**
   * Makes sure that a session and a message of it could be stored, without storing them.
   *
   * @throws InvalidArgument if the id or the owner cannot be part of a key
   * @throws LimitExceeded if the message or the description is larger than the store takes
   */
  public void requireStorable(String session, SessionInfo info, Optional<Message> message) {
    store.keys().require(session, info.owner());
    requireSize(
        SessionHeader.create(Nonces.next(), Instant.EPOCH, SessionHeader.Description.of(info, true))
            .toValue());
    message.ifPresent(
        m -> requireSize(StoredMessage.value(m, Instant.EPOCH, Nonces.next(), Nonces.next())));
  }

  private void requireSize(Value value) {
    int limit = store.storage().capabilities().maxValueBytes();
    if (value.length() > limit) {
      throw new LimitExceeded("A value is larger than the store takes")
          .with("bytes", value.length())
          .with("limit", limit);
    }
  }

  /** What time it is by their clock, in whole microseconds. */
  public Instant now() {
    return store.now();
  }

  /** The storage they are in. */
  public Storage storage() {
    return store.storage();
  }
}
