package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.format.ChatHandler.Begin;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.StorageException.InvalidArgument;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads Holdall's own format line by line. */
final class HoldallLinesReader {
  private final ChatHandler handler;

  private @Nullable Begin session;
  private long announced = -1;
  private long messages;

  HoldallLinesReader(ChatHandler handler) {
    this.handler = handler;
  }

  void line(JsonParser parser, Place place) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      handler.broken(place, "the line is not a JSON object");
      return;
    }
    JsonObject line = JsonObject.read(parser);
    String type = line.string(HoldallLine.TYPE).orElse("");
    try {
      switch (type) {
        case HoldallLine.SESSION -> begin(line, place);
        case HoldallLine.MESSAGE -> message(line, place);
        default -> handler.broken(place, "the line's type is neither 'session' nor 'message'");
      }
    } catch (InvalidArgument e) {
      handler.broken(place, e.text());
    }
  }

  /** The file has ended. */
  void end() {
    Begin ended = session;
    if (ended != null && announced >= 0 && announced != messages) {
      handler.broken(
          ended.place(), "the session has %d messages, not %d".formatted(messages, announced));
    }
    session = null;
    messages = 0;
  }

  private void begin(JsonObject line, Place place) {
    end();
    String id =
        line.string("id")
            .orElseThrow(() -> new InvalidArgument("the session has no id that is a text"));
    Begin begin = new Begin(id, true, HoldallLine.info(line), HoldallLine.created(line), place);
    announced = line.raw("messages").flatMap(HoldallLinesReader::number).orElse(-1L);
    session = begin;
    handler.session(begin);
  }

  private void message(JsonObject line, Place place) {
    Begin begun = session;
    if (begun == null || !line.string(HoldallLine.SESSION).equals(Optional.of(begun.id()))) {
      throw new InvalidArgument("the message does not follow the line of its session");
    }
    messages++;
    Message message = HoldallLine.message(line);
    handler.message(message, place);
  }

  private static Optional<Long> number(String json) {
    return json.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(json)) : Optional.empty();
  }
}
