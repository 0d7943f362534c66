package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes conversations in some format, as they come. What the format has no place for is left out;
 * the format's description says what.
 */
public interface ChatWriter extends Closeable {
  /**
   * Begins a session, and ends the one before.
   *
   * @throws IOException if it cannot be written
   * @throws io.holdall.storage.StorageException.Unsupported if the format has one session a file
   */
  void session(Session session) throws IOException;

  /**
   * Writes the next message of the session.
   *
   * @throws IOException if it cannot be written
   */
  void message(Message message) throws IOException;

  /**
   * Ends the file. Only now is it whole.
   *
   * @throws IOException if it cannot be written
   */
  @Override
  void close() throws IOException;
}
