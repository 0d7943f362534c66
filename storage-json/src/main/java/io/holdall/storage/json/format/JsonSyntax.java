package io.holdall.storage.json.format;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Whether bytes can stand in a line as they are, and every reader of JSON will take them. */
final class JsonSyntax {
  /** Common tools refuse what is nested more deeply than 256, and the line itself adds some. */
  private static final int DEEPEST = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonSyntax() {}

  /** Exactly one well-formed JSON value in strict UTF-8, without line breaks. */
  static boolean standsInLine(byte[] bytes) {
    return bytes.length > 0
        && hasOnlyPlainCharacters(bytes)
        && Utf8.isValid(bytes)
        && isOneValue(bytes);
  }

  /**
   * No control characters but the tab: line breaks would end the line, and a parser takes bytes
   * with NUL in them for UTF-16. A byte order mark, which it would skip, is no JSON either.
   */
  private static boolean hasOnlyPlainCharacters(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\t') {
        return false;
      }
    }
    return bytes[0] != (byte) 0xEF;
  }

  private static boolean isOneValue(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
