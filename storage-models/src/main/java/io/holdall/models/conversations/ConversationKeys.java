package io.holdall.models.conversations;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.InvalidArgument;
import java.time.Instant;
import java.util.Optional;

/**
 * Where everything stands:
 *
 * <pre>
 * conversations/{session}/messages/{sequence}       a message
 * conversations/{session}/details                   metadata and foreign fields, if there are any
 * conversations_sessions/{session}                  the header
 * conversations_recent/{updated}/{session}          the list by time
 * conversations_owners/{owner}/{updated}/{session}  the lists by owner and time
 * conversations_deleted/{time}/{session}/{nonce}    where tombstones stand, if there are any
 * conversations_layout                              the version of this layout
 * </pre>
 *
 * <p>Headers and lists are collections of their own, so that listing sessions meets no messages.
 *
 * @param collection the first segment, {@code conversations} unless an application has several
 */
record ConversationKeys(String collection) {
  private static final Instant ANY_TIME = Instant.EPOCH;
  private static final String LONGEST_NONCE = "n".repeat(Nonces.LONGEST);

  /** Everything of a session but its header. */
  Key content(String session) {
    return Key.of(collection, session);
  }

  Key messages(String session) {
    return Key.of(collection, session, "messages");
  }

  Key message(String session, long sequence) {
    return messages(session).child(sequence);
  }

  Key details(String session) {
    return Key.of(collection, session, "details");
  }

  Key headers() {
    return Key.of(collection + "_sessions");
  }

  Key header(String session) {
    return headers().child(session);
  }

  Key recent() {
    return Key.of(collection + "_recent");
  }

  Key recent(Instant updated, String session) {
    return recent().child(Times.segment(updated)).child(session);
  }

  Key owners() {
    return Key.of(collection + "_owners");
  }

  Key owned(String owner) {
    return owners().child(owner);
  }

  Key owned(String owner, Instant updated, String session) {
    return owned(owner).child(Times.segment(updated)).child(session);
  }

  Key deleted() {
    return Key.of(collection + "_deleted");
  }

  Key deleted(Instant time, String session, String nonce) {
    return deleted().child(Times.segment(time)).child(session).child(nonce);
  }

  Key layout() {
    return Key.of(collection + "_layout");
  }

  /**
   * Refuses ids and owners of which some key could not be made.
   *
   * @throws InvalidArgument if an id or owner is empty, is not valid Unicode, or is too long
   */
  void require(String session, Optional<String> owner) {
    try {
      message(session, Long.MAX_VALUE);
      deleted(ANY_TIME, session, LONGEST_NONCE);
      owner.ifPresent(name -> owned(name, ANY_TIME, session));
    } catch (InvalidArgument e) {
      InvalidArgument error =
          new InvalidArgument(
              "The id or the owner of a session is empty, not valid Unicode, or too long for the"
                  + " keys it is part of",
              e);
      e.attributes().forEach(error::with);
      throw error;
    }
  }
}
