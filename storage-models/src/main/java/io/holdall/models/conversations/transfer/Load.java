package io.holdall.models.conversations.transfer;

import io.holdall.models.conversations.Conversation;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Replacement;
import io.holdall.models.conversations.SessionInfo;
import io.holdall.models.conversations.format.ChatHandler;
import io.holdall.models.conversations.format.Place;
import io.holdall.models.conversations.transfer.Verdict.Action;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The second pass over a file: stores what the first has decided, many sessions a commit. A session
 * too large for one commit is created with its first messages, and the others are appended; should
 * that be interrupted, importing the file again continues there.
 */
final class Load implements ChatHandler {
  private static final int MAX_OPERATIONS = 2_000;
  private static final long MAX_BYTES = 4L << 20;

  /** Header, details, and places in two lists. */
  private static final int SESSION_OPERATIONS = 5;

  private static final int SESSION_BYTES = 600;
  private static final int MESSAGE_BYTES = 250;

  private final Conversations chats;
  private final ImportOptions options;
  private final Iterator<Verdict> verdicts;
  private final long total;
  private final long toStore;
  private final boolean together;
  private final int maxOperations;
  private final long maxBytes;

  /** Sessions that are complete and wait to be created. */
  private final List<Conversation> pending = new ArrayList<>();

  private int pendingOperations;
  private long pendingBytes;

  private @Nullable Current current;
  private Instant time;
  private long done;
  private long stored;

  Load(Conversations chats, ImportOptions options, List<Verdict> verdicts) {
    this.chats = chats;
    this.options = options;
    this.verdicts = verdicts.iterator();
    this.total = verdicts.stream().mapToLong(Verdict::messages).sum();
    this.toStore = verdicts.stream().mapToLong(Verdict::toStore).sum();
    options.stored().progress(0, toStore);
    Capabilities capabilities = chats.storage().capabilities();
    this.together = capabilities.atomicity() == Atomicity.STORE;
    this.maxOperations = Math.min(MAX_OPERATIONS, capabilities.maxBatchOperations());
    this.maxBytes = Math.min(MAX_BYTES, capabilities.maxBatchBytes());
    // A time of its own for each session, so that the list of sessions has the order of the file,
    // and none in the future, so that what is appended next is later.
    this.time = chats.now().minus(verdicts.size(), ChronoUnit.MICROS);
  }

  @Override
  public void session(Begin begin) {
    end();
    if (!verdicts.hasNext()) {
      throw changed();
    }
    time = time.plus(1, ChronoUnit.MICROS);
    Verdict verdict = verdicts.next();
    Current session = new Current(verdict, Check.described(begin, options), begin.created());
    current = session;
    if (verdict.action() == Action.CREATE && !together) {
      create(session);
    }
  }

  @Override
  public void message(Message message, Place place) {
    Current session = current;
    if (session == null) {
      throw changed();
    }
    long number = session.read++;
    done++;
    options.progress().progress(done, total);
    if (session.verdict.action() == Action.LEAVE || number < session.verdict.stored()) {
      return;
    }
    Message timed = message.time().isPresent() ? message : message.at(time);
    if (!together) {
      append(session, List.of(timed));
      return;
    }
    long bytes = size(session.verdict.id(), timed);
    if (!session.fits(bytes)) {
      write(session);
    }
    session.add(timed, bytes);
  }

  @Override
  public void broken(Place place, String problem) {
    // The first pass has reported it, and the options say to go on.
  }

  /** The session, or the file, has ended. */
  private void end() {
    Current session = current;
    current = null;
    if (session == null) {
      return;
    }
    if (session.read != session.verdict.messages()) {
      throw changed();
    }
    if (session.replacement != null) {
      flush();
      session.replacement.finish(session.messages);
      stored(session.messages.size());
      return;
    }
    if (session.verdict.action() == Action.LEAVE || !together) {
      return;
    }
    if (session.exists) {
      write(session);
      return;
    }
    if (pendingOperations + session.operations() > maxOperations
        || pendingBytes + session.bytes > maxBytes) {
      flush();
    }
    pending.add(session.conversation());
    pendingOperations += session.operations();
    pendingBytes += session.bytes;
  }

  /** The file has ended. */
  void finish() {
    end();
    if (verdicts.hasNext()) {
      throw changed();
    }
    flush();
  }

  private void flush() {
    if (!pending.isEmpty()) {
      chats.createAll(pending);
      stored(pending.stream().mapToLong(conversation -> conversation.messages().size()).sum());
    }
    pending.clear();
    pendingOperations = 0;
    pendingBytes = 0;
  }

  /** Stores what has come of a session that is too large to wait for the others. */
  private void write(Current session) {
    flush();
    if (!session.exists) {
      create(session);
    } else if (!session.messages.isEmpty()) {
      append(session, session.messages);
    }
    session.messages.clear();
    session.bytes = 0;
  }

  private void append(Current session, List<Message> messages) {
    if (session.replacement != null) {
      session.replacement.add(messages);
    } else {
      chats.append(session.verdict.id(), messages);
    }
    stored(messages.size());
  }

  private void create(Current session) {
    chats.createAll(List.of(session.conversation()));
    session.exists = true;
    stored(session.messages.size());
  }

  private void stored(long messages) {
    stored += messages;
    options.stored().progress(stored, toStore);
  }

  private static long size(String id, Message message) {
    return MESSAGE_BYTES
        + 3L * id.length()
        + utf8(message.json().text())
        + utf8(message.metadata().text());
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static InvalidArgument changed() {
    return new InvalidArgument("The file has changed while it was imported");
  }

  /** The session that is being read, with the messages that wait to be stored. */
  private final class Current {
    private final Verdict verdict;
    private final SessionInfo info;
    private final Optional<Instant> created;
    private final List<Message> messages = new ArrayList<>();

    /** For a session that stands in the place of another. */
    private final @Nullable Replacement replacement;

    private long read;
    private long bytes;
    private boolean exists;

    Current(Verdict verdict, SessionInfo info, Optional<Instant> created) {
      this.verdict = verdict;
      this.info = info;
      this.created = created;
      this.replacement =
          verdict.action() == Action.REPLACE
              ? chats.replace(verdict.id(), info, created(verdict.messages() == 0))
              : null;
      this.exists = verdict.action() == Action.CONTINUE || replacement != null;
      this.bytes =
          SESSION_BYTES
              + 12L * verdict.id().length()
              + utf8(info.metadata().text())
              + utf8(info.fields().text());
    }

    boolean fits(long more) {
      return operations() < maxOperations && bytes + more <= maxBytes;
    }

    int operations() {
      return SESSION_OPERATIONS + messages.size();
    }

    void add(Message message, long size) {
      messages.add(message);
      bytes += size;
    }

    Conversation conversation() {
      return new Conversation(verdict.id(), info, created(messages.isEmpty()), messages);
    }

    /** Without a time of its own, the session was created with its first message. */
    private Optional<Instant> created(boolean hasNone) {
      return hasNone ? created.or(() -> Optional.of(time)) : created;
    }
  }
}
