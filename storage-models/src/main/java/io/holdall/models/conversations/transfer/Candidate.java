package io.holdall.models.conversations.transfer;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.SessionInfo;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/**
 * A stored session that a session of a file may be the same as; they are compared as it is read.
 */
final class Candidate {
  private final String id;
  private final boolean exists;
  private final Iterator<Message> stored;
  private boolean same;
  private long matched;
  private long toolCalls;
  private boolean longer;

  Candidate(Conversations chats, String id, SessionInfo info) {
    this.id = id;
    Optional<Session> session = chats.session(id);
    this.exists = session.isPresent();
    this.same = session.filter(there -> agrees(info, there.info())).isPresent();
    this.stored = same ? chats.messages(id).iterator() : Collections.emptyIterator();
  }

  String id() {
    return id;
  }

  boolean exists() {
    return exists;
  }

  /** Whether nothing in the file contradicts what is stored. */
  boolean isSame() {
    return same;
  }

  /** Whether the file has messages beyond those stored. */
  boolean isLonger() {
    return longer;
  }

  /** How many messages are stored already. */
  long matched() {
    return matched;
  }

  /** How many calls of tools are in them. */
  long toolCalls() {
    return toolCalls;
  }

  void next(Message message, int calls) {
    if (!same) {
      return;
    }
    if (longer || !stored.hasNext()) {
      longer = true;
    } else if (agrees(message, stored.next())) {
      matched++;
      toolCalls += calls;
    } else {
      same = false;
    }
  }

  /** What the file does not say cannot differ. */
  private static boolean agrees(SessionInfo file, SessionInfo store) {
    return (file.owner().isEmpty() || file.owner().equals(store.owner()))
        && (file.title().isEmpty() || file.title().equals(store.title()))
        && (file.metadata().isEmpty() || file.metadata().equals(store.metadata()))
        && (file.fields().isEmpty() || file.fields().equals(store.fields()));
  }

  private static boolean agrees(Message file, Message store) {
    return file.json().equals(store.json())
        && file.metadata().equals(store.metadata())
        && (file.time().isEmpty() || file.time().equals(store.time()));
  }
}
