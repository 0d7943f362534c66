package io.holdall.models.conversations.transfer;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.SessionInfo;
import io.holdall.models.conversations.format.ChatHandler;
import io.holdall.models.conversations.format.Place;
import io.holdall.models.conversations.transfer.Verdict.Action;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first pass over a file: finds everything that is broken, compares every session with the
 * store, and decides what the second pass will do with it.
 */
final class Check implements ChatHandler {
  private final Conversations chats;
  private final ImportOptions options;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<BrokenRecord> broken = new ArrayList<>();
  private final List<String> different = new ArrayList<>();
  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();
  private @Nullable Candidates current;
  private long brokenCount;
  private long alreadyThere;
  private long toolCalls;

  Check(Conversations chats, ImportOptions options) {
    this.chats = chats;
    this.options = options;
  }

  /** What is to be done with each session of the file, in order. */
  List<Verdict> verdicts() {
    return verdicts;
  }

  /** Whether the options forbid to go on. */
  boolean isRefused() {
    return (brokenCount > 0 && !options.isSkipBroken())
        || (!different.isEmpty() && options.onDifferent() == OnDifferent.REFUSE);
  }

  /** What will be stored, or would be. */
  ImportReport report(String file, String format) {
    return new ImportReport(
        file,
        format,
        count(Action.CREATE) + count(Action.REPLACE),
        verdicts.stream().mapToLong(Verdict::toStore).sum(),
        toolCalls,
        alreadyThere,
        count(Action.CONTINUE),
        count(Action.REPLACE),
        renamed,
        different,
        broken,
        brokenCount);
  }

  private long count(Action action) {
    return verdicts.stream().filter(verdict -> verdict.action() == action).count();
  }

  /** What a session is to be said to be: what the file says, and what the options add. */
  static SessionInfo described(Begin begin, ImportOptions options) {
    SessionInfo info = begin.info();
    return info.owner().isPresent() ? info : options.owner().map(info::withOwner).orElse(info);
  }

  @Override
  public void session(Begin begin) {
    end();
    SessionInfo info = described(begin, options);
    String id = begin.idIsGiven() ? begin.id() : free(begin.id());
    current = new Candidates(id);
    try {
      chats.requireStorable(id, info, Optional.empty());
    } catch (InvalidArgument e) {
      leave(begin.place(), "the session's id or owner is empty, too long, or not valid Unicode");
      return;
    } catch (LimitExceeded e) {
      leave(begin.place(), "what is said about the session is larger than the store takes");
      return;
    }
    if (ids.add(id)) {
      lookUp(current, info);
    } else {
      leave(begin.place(), "a session of this id is in the file already");
    }
  }

  /** Finds the stored session of this id, and where sessions are renamed, its namesakes too. */
  private void lookUp(Candidates session, SessionInfo info) {
    Candidate candidate = new Candidate(chats, session.id, info);
    for (int number = 2; candidate.exists(); number++) {
      session.stored.add(candidate);
      if (options.onDifferent() != OnDifferent.RENAME) {
        return;
      }
      candidate = new Candidate(chats, session.id + "_" + number, info);
    }
    session.free = candidate.id();
  }

  private String free(String id) {
    String free = id;
    for (int number = 2; ids.contains(free); number++) {
      free = id + "_" + number;
    }
    return free;
  }

  @Override
  public void message(Message message, Place place) {
    Candidates session = current;
    if (session == null) {
      throw new IllegalStateException("The format hands over a message before any session");
    }
    session.messages++;
    if (session.left) {
      return;
    }
    try {
      chats.requireStorable(session.id, SessionInfo.none(), Optional.of(message));
    } catch (LimitExceeded e) {
      leave(place, "a message is larger than the store takes; its session is left out");
      return;
    }
    int calls = message.toolCalls().size();
    session.toolCalls += calls;
    session.stored.forEach(candidate -> candidate.next(message, calls));
  }

  @Override
  public void broken(Place place, String problem) {
    brokenCount++;
    if (broken.size() < ImportReport.MAX_BROKEN) {
      broken.add(new BrokenRecord(place, problem));
    }
  }

  private void leave(Place place, String problem) {
    broken(place, problem);
    if (current != null) {
      current.left = true;
    }
  }

  /** The session, or the file, has ended. */
  void end() {
    if (current != null) {
      verdicts.add(decided(current));
      current = null;
    }
  }

  private Verdict decided(Candidates session) {
    if (session.left) {
      return session.verdict(session.id, Action.LEAVE, 0);
    }
    for (Candidate candidate : session.stored) {
      if (candidate.isSame()) {
        return same(session, candidate);
      }
    }
    if (session.stored.isEmpty()) {
      return created(session, session.id, Action.CREATE);
    }
    return switch (options.onDifferent()) {
      case REFUSE, SKIP -> {
        different.add(session.id);
        yield session.verdict(session.id, Action.LEAVE, 0);
      }
      case REPLACE -> created(session, session.id, Action.REPLACE);
      case RENAME -> {
        String id = free(session.free);
        ids.add(id);
        renamed.put(session.id, id);
        yield created(session, id, Action.CREATE);
      }
    };
  }

  private Verdict same(Candidates session, Candidate candidate) {
    if (!candidate.isLonger()) {
      alreadyThere++;
      return session.verdict(candidate.id(), Action.LEAVE, candidate.matched());
    }
    toolCalls += session.toolCalls - candidate.toolCalls();
    return session.verdict(candidate.id(), Action.CONTINUE, candidate.matched());
  }

  private Verdict created(Candidates session, String id, Action action) {
    toolCalls += session.toolCalls;
    return session.verdict(id, action, 0);
  }

  /** The session that is being read, and those in the store that it may be the same as. */
  private static final class Candidates {
    private final String id;
    private final List<Candidate> stored = new ArrayList<>();
    private String free = "";
    private boolean left;
    private long messages;
    private long toolCalls;

    Candidates(String id) {
      this.id = id;
    }

    Verdict verdict(String under, Action action, long matched) {
      return new Verdict(under, action, matched, messages);
    }
  }
}
