package io.holdall.models.json;

import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes JSON text without changing what it says.
 *
 * <p>The <em>compact form</em> of a JSON value is its text without white space between tokens.
 * Fields keep their order and repetition, and numbers are copied digit by digit, so that {@code
 * 1.0}, {@code 1} and {@code 1E2} stay what they are. Strings are escaped anew: only what JSON
 * demands, and unpaired surrogates, which UTF-8 could not carry.
 */
public final class Json {
  /** The longest number, in characters. */
  static final int MAX_NUMBER_LENGTH = 100_000;

  private static final String HEX = "0123456789abcdef";

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(MAX_NUMBER_LENGTH).build())
          .build();

  private Json() {}

  /** A parser of the text, before its first token. */
  public static JsonParser parser(String text) {
    return FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  /** A parser of these bytes of UTF-8, before its first token. */
  public static JsonParser parser(byte[] bytes, int offset, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length);
  }

  /** A parser of a stream of UTF-8, before its first token; closing it closes the stream. */
  public static JsonParser parser(InputStream in) {
    return FACTORY.createParser(ObjectReadContext.empty(), in);
  }

  /**
   * The compact form of the value whose first token is the parser's current one; afterwards its
   * last token is.
   *
   * @throws JacksonException if the text is no JSON
   */
  public static String compact(JsonParser parser) {
    StringBuilder out = new StringBuilder();
    appendCompact(parser, out);
    return out.toString();
  }

  /** The string as JSON, in quotes. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    appendQuoted(out, text);
    return out.toString();
  }

  static void appendCompact(JsonParser parser, StringBuilder out) {
    int depth = 0;
    boolean separated = true;
    for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
      if (token == null) {
        throw new IllegalStateException("The parser does not stand on a value");
      }
      if (!separated && !token.isStructEnd()) {
        out.append(',');
      }
      appendToken(parser, token, out);
      separated = token.isStructStart() || token == JsonToken.PROPERTY_NAME;
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
    }
  }

  private static void appendToken(JsonParser parser, JsonToken token, StringBuilder out) {
    switch (token) {
      case PROPERTY_NAME -> {
        appendQuoted(out, parser.currentName());
        out.append(':');
      }
      case VALUE_STRING -> appendQuoted(out, parser.getString());
      default -> out.append(parser.getString()); // for numbers, the characters as they were read
    }
  }

  static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        appendControl(out, c);
      } else if (Character.isSurrogate(c)) {
        i += appendSurrogate(out, text, i);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static void appendControl(StringBuilder out, char c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> appendEscaped(out, c);
    }
  }

  /** Writes a pair as it is and a lonely half escaped; returns how many more were consumed. */
  private static int appendSurrogate(StringBuilder out, String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1))) {
      out.append(c).append(text.charAt(i + 1));
      return 1;
    }
    appendEscaped(out, c);
    return 0;
  }

  private static void appendEscaped(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xF));
    }
  }
}
