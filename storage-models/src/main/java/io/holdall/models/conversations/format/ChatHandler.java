package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.SessionInfo;
import java.time.Instant;
import java.util.Optional;

/** Takes what a {@link ChatFormat} reads. */
public interface ChatHandler {
  /**
   * A session begins, and the one before ends.
   *
   * @param id its id
   * @param idIsGiven whether the id stands in the file; if not, it was derived from the file's name
   *     or the session's place, and is changed where it is taken
   * @param info what is said about it
   * @param created when it was created, if the file tells
   * @param place where it begins
   */
  record Begin(
      String id, boolean idIsGiven, SessionInfo info, Optional<Instant> created, Place place) {}

  /** A session begins, and the one before ends. */
  void session(Begin begin);

  /** The next message of the session, with the time and metadata that the file gives it. */
  void message(Message message, Place place);

  /**
   * Something that cannot be handed over.
   *
   * @param place where it begins
   * @param problem what is wrong, without quoting the file
   */
  void broken(Place place, String problem);
}
