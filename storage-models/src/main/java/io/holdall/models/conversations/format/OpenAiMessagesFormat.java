package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.SessionInfo;
import io.holdall.models.conversations.format.ChatHandler.Begin;
import io.holdall.models.conversations.format.ChatSample.Shape;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unsupported;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One session as an array of messages, or one message a line. The session is named after the file;
 * a broken message is a record of its own.
 */
public final class OpenAiMessagesFormat implements ChatFormat {
  /** For ServiceLoader. */
  public OpenAiMessagesFormat() {}

  @Override
  public String name() {
    return "openai-messages";
  }

  @Override
  public String description() {
    return "one session as an array of messages, or one a line; written as an array, without"
        + " anything else";
  }

  @Override
  public boolean recognises(ChatSample sample) {
    return sample.shape() != Shape.ARRAY_LINES && sample.first().string("role").isPresent();
  }

  @Override
  public void read(ChatSource source, ChatHandler handler) throws IOException {
    handler.session(
        new Begin(
            source.baseName(), false, SessionInfo.none(), Optional.empty(), new Place(1, 1, 0)));
    if (ChatSample.of(source).shape() == Shape.OBJECT_LINES) {
      JsonLines.read(source, handler, (parser, place) -> readLine(parser, place, handler));
    } else {
      JsonRecords.read(source, handler, (record, place) -> read(record, place, handler));
    }
  }

  private static void readLine(JsonParser parser, Place place, ChatHandler handler) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      read(JsonObject.read(parser), place, handler);
    } else {
      handler.broken(place, "the line is not a JSON object");
    }
  }

  private static void read(JsonObject record, Place place, ChatHandler handler) {
    Message message;
    try {
      message = Message.of(record);
    } catch (InvalidArgument e) {
      handler.broken(place, "the message has no role, or one that is not a text");
      return;
    }
    handler.message(message, place);
  }

  @Override
  public ChatWriter write(OutputStream out) {
    return new MessagesWriter(out);
  }

  private static final class MessagesWriter implements ChatWriter {
    private final Writer out;
    private boolean inSession;
    private boolean hasMessages;

    MessagesWriter(OutputStream out) {
      this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    @Override
    public void session(Session session) {
      if (inSession) {
        throw new Unsupported("A file in the format openai-messages holds one session");
      }
      inSession = true;
    }

    @Override
    public void message(Message message) throws IOException {
      out.write(hasMessages ? ",\n" : "[\n");
      out.write(message.json().text());
      hasMessages = true;
    }

    @Override
    public void close() throws IOException {
      try (out) {
        out.write(hasMessages ? "\n]\n" : "[]\n");
      }
    }
  }
}
