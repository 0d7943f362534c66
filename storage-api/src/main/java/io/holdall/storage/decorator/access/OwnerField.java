package io.holdall.storage.decorator.access;

import io.holdall.storage.Format;
import io.holdall.storage.Value;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads to whom a value belongs, from a field at the top of a JSON object. Readers of JSON differ
 * in what they make of doubtful texts, so a doubtful one belongs to nobody: the whole text must be
 * valid JSON in valid UTF-8 without a byte order mark, and have the field once.
 */
final class OwnerField {
  // Names come from whoever writes values, so the parser is not to remember them.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private OwnerField() {}

  /** The text of the field, or empty if it is not certain that there is one. */
  static Optional<String> of(Value value, String field) {
    if (value.format() != Format.JSON) {
      return Optional.empty();
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(value.buffer());
      return read(text, field);
    } catch (CharacterCodingException | JacksonException e) {
      return Optional.empty(); // not JSON, or deeper or longer than the parser takes
    }
  }

  private static Optional<String> read(CharBuffer text, String field) {
    try (JsonParser parser =
        FACTORY.createParser(
            ObjectReadContext.empty(), text.array(), text.arrayOffset(), text.remaining())) {
      Optional<String> owner = Optional.empty();
      int found = 0;
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = parser.currentName().equals(field);
        JsonToken token = parser.nextToken();
        if (wanted) {
          found++;
          owner =
              token == JsonToken.VALUE_STRING ? Optional.of(parser.getString()) : Optional.empty();
        }
        parser.skipChildren();
      }
      boolean atEnd = parser.nextToken() == null;
      return atEnd && found == 1 ? owner : Optional.empty();
    }
  }
}
