package io.holdall.models.conversations.format;

import io.holdall.models.conversations.SessionInfo;
import io.holdall.models.json.Json;
import io.holdall.models.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Files for fine-tuning: {@code {"messages": [...], ...}} on each line, or the array of messages
 * alone. All other fields become the session's metadata; sessions are named after file and record.
 */
public final class OpenAiLinesFormat implements ChatFormat {
  /** For ServiceLoader. */
  public OpenAiLinesFormat() {}

  @Override
  public String name() {
    return "openai-jsonl";
  }

  @Override
  public String description() {
    return "JSON Lines for fine-tuning: {messages: [...]} on each line; written without owners,"
        + " titles, times and metadata of messages";
  }

  @Override
  public boolean recognises(ChatSample sample) {
    return switch (sample.shape()) {
      case OBJECT_LINES -> sample.hasArray(OpenAiFormat.MESSAGES);
      case ARRAY_LINES -> sample.first().string("role").isPresent();
      default -> false;
    };
  }

  @Override
  public void read(ChatSource source, ChatHandler handler) throws IOException {
    WholeSessions sessions = new WholeSessions(handler, OpenAiFormat.MESSAGES);
    JsonLines.read(
        source,
        handler,
        (parser, place) -> {
          String id = source.baseName() + "_" + place.record();
          if (parser.currentToken() == JsonToken.START_ARRAY) {
            sessions.accept(elements(parser), SessionInfo.none(), id, place);
          } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            sessions.accept(JsonObject.read(parser), id, place);
          } else {
            handler.broken(place, "the line is neither an object nor an array");
          }
        });
  }

  private static List<String> elements(JsonParser parser) {
    List<String> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(Json.compact(parser));
    }
    return elements;
  }

  @Override
  public ChatWriter write(OutputStream out) {
    return JsonArrayWriter.lines(out, OpenAiFormat.MESSAGES);
  }
}
