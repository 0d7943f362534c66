package io.holdall.models.conversations.format;

import io.holdall.models.json.Json;
import io.holdall.models.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;

/** The records of a file that is one JSON array, or of one that is a single object. */
final class JsonRecords {
  /** Takes one record. */
  @FunctionalInterface
  interface Consumer {
    void accept(JsonObject record, Place place);
  }

  private JsonRecords() {}

  /**
   * Hands over every object. Another kind of value is broken; at the first error of syntax, the
   * rest of the file is, for nobody can tell where a next record would begin.
   */
  static void read(ChatSource source, ChatHandler handler, Consumer consumer) throws IOException {
    try (InputStream in = source.open();
        JsonParser parser = Json.parser(in)) {
      new Pass(parser, handler, consumer).run();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private static final class Pass {
    private final JsonParser parser;
    private final ChatHandler handler;
    private final Consumer consumer;
    private long record = 1;

    Pass(JsonParser parser, ChatHandler handler, Consumer consumer) {
      this.parser = parser;
      this.handler = handler;
      this.consumer = consumer;
    }

    void run() {
      try {
        JsonToken root = parser.nextToken();
        if (root == null) {
          handler.broken(here(), "the file is empty");
          return;
        }
        if (root == JsonToken.START_ARRAY) {
          for (; parser.nextToken() != JsonToken.END_ARRAY; record++) {
            readOne();
          }
        } else {
          readOne();
          record++;
        }
        if (parser.nextToken() != null) {
          handler.broken(here(), "there is more after the end of the JSON text");
        }
      } catch (JacksonIOException e) {
        throw e;
      } catch (JacksonException e) {
        handler.broken(here(), "from here on the file is not valid JSON, or nested too deeply");
      }
    }

    private void readOne() {
      Place place = place(parser.currentTokenLocation());
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        consumer.accept(JsonObject.read(parser), place);
      } else {
        parser.skipChildren();
        handler.broken(place, "the record is not a JSON object");
      }
    }

    private Place here() {
      return place(parser.currentLocation());
    }

    private Place place(TokenStreamLocation location) {
      return new Place(
          record, Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
    }
  }
}
