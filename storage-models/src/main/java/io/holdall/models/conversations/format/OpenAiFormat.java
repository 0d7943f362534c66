package io.holdall.models.conversations.format;

import io.holdall.models.conversations.format.ChatSample.Shape;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Requests in the shape of the OpenAI chat API: {@code {"messages": [...], ...}} or an array of
 * such. All other fields become the session's metadata; sessions are named after the file.
 */
public final class OpenAiFormat implements ChatFormat {
  static final String MESSAGES = "messages";

  /** For ServiceLoader. */
  public OpenAiFormat() {}

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public String description() {
    return "an object {messages: [...]} or an array of such; written as an array, without owners,"
        + " titles, times and metadata of messages";
  }

  @Override
  public boolean recognises(ChatSample sample) {
    return (sample.shape() == Shape.ARRAY || sample.shape() == Shape.OBJECT)
        && sample.hasArray(MESSAGES);
  }

  @Override
  public void read(ChatSource source, ChatHandler handler) throws IOException {
    boolean single = ChatSample.of(source).shape() == Shape.OBJECT;
    WholeSessions sessions = new WholeSessions(handler, MESSAGES);
    JsonRecords.read(
        source,
        handler,
        (record, place) ->
            sessions.accept(
                record, source.baseName() + (single ? "" : "_" + place.record()), place));
  }

  @Override
  public ChatWriter write(OutputStream out) {
    return JsonArrayWriter.array(out, MESSAGES, false);
  }
}
