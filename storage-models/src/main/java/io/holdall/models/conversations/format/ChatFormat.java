package io.holdall.models.conversations.format;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A format of files with conversations. Found by {@link java.util.ServiceLoader}: a jar names its
 * formats in {@code META-INF/services/io.holdall.models.conversations.format.ChatFormat}. A format
 * has no state.
 */
public interface ChatFormat {
  /** The name to ask for it by: lower-case words joined by hyphens. */
  String name();

  /** What such a file looks like, in one line for a person who chooses. */
  String description();

  /**
   * Whether a file that begins so has this format. Called for every file whose format nobody named;
   * a file that several formats recognise is refused, so claim no more than what is sure.
   */
  boolean recognises(ChatSample sample);

  /**
   * Reads a file from its beginning to its end and hands over what is in it, in order. Called twice
   * for one import, first to check everything, then to store it, and must give the same both times.
   *
   * <p>It does not throw for what is wrong with the content: whatever cannot be handed over is
   * reported as {@linkplain ChatHandler#broken broken}, and reading goes on behind it where the
   * format allows. Nothing is made up and nothing left out silently. Memory does not grow with the
   * number of sessions.
   *
   * @throws IOException if the file cannot be read
   */
  void read(ChatSource source, ChatHandler handler) throws IOException;

  /**
   * Begins to write a file.
   *
   * @param out where to write to; closed with the writer
   * @throws IOException if it cannot be written
   */
  ChatWriter write(OutputStream out) throws IOException;
}
