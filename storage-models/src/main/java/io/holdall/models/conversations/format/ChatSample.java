package io.holdall.models.conversations.format;

import io.holdall.models.json.Json;
import io.holdall.models.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * What a file looks like from outside, for telling its format.
 *
 * @param fileName the name of the file
 * @param shape how it is built
 * @param first the first record, if it is an object: the object, the first line, or the first
 *     element of the array. Arrays and objects in it are empty, long texts cut; only fields before
 *     the first error are there
 */
public record ChatSample(String fileName, Shape shape, JsonObject first) {
  /** How a file is built. */
  public enum Shape {
    /** One JSON object. */
    OBJECT,
    /** A JSON array. */
    ARRAY,
    /** JSON objects, one a line. */
    OBJECT_LINES,
    /** JSON arrays, one a line. */
    ARRAY_LINES,
    /** Anything else. */
    OTHER
  }

  private static final int LONGEST_TEXT = 200;

  /**
   * Looks at a file as far as needed.
   *
   * @throws IOException if it cannot be read
   */
  public static ChatSample of(ChatSource source) throws IOException {
    Look look = new Look();
    try (InputStream in = source.open();
        JsonParser parser = Json.parser(in)) {
      look.at(parser);
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      // Whatever was seen until here must do; the format's reader will tell where the error is.
      return new ChatSample(source.name(), look.shape, look.first.build());
    }
    return new ChatSample(source.name(), look.shape, look.first.build());
  }

  private static final class Look {
    private Shape shape = Shape.OTHER;
    private final JsonObject.Builder first = JsonObject.builder();

    void at(JsonParser parser) {
      JsonToken root = parser.nextToken();
      if (root == JsonToken.START_OBJECT) {
        shape = Shape.OBJECT;
        readFields(parser);
        shape = onOneLine(parser) && parser.nextToken() != null ? Shape.OBJECT_LINES : Shape.OBJECT;
      } else if (root == JsonToken.START_ARRAY) {
        shape = Shape.ARRAY;
        if (endOfArray(parser) == JsonToken.END_ARRAY && onOneLine(parser)) {
          shape = parser.nextToken() == null ? Shape.ARRAY : Shape.ARRAY_LINES;
        }
      }
    }

    /** Reads the first element, and the others as long as they stand in the first line. */
    private @Nullable JsonToken endOfArray(JsonParser parser) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        readFields(parser);
        token = parser.nextToken();
      }
      while (token != null && token != JsonToken.END_ARRAY && onOneLine(parser)) {
        parser.skipChildren();
        token = parser.nextToken();
      }
      return token;
    }

    private static boolean onOneLine(JsonParser parser) {
      return parser.currentLocation().getLineNr() == 1;
    }

    private void readFields(JsonParser parser) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        switch (parser.nextToken()) {
          case START_OBJECT -> first.put(name, JsonObject.empty());
          case START_ARRAY -> first.put(name, List.of());
          case VALUE_STRING -> first.put(name, cut(parser.getString()));
          default -> first.put(name, null);
        }
        parser.skipChildren();
      }
    }

    private static String cut(String text) {
      return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
  }

  /** Whether the first record has a field that is an array. */
  public boolean hasArray(String name) {
    return first.raw(name).filter("[]"::equals).isPresent();
  }
}
