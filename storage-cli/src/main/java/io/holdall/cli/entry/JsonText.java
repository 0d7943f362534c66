package io.holdall.cli.entry;

import io.holdall.storage.Value;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** JSON text written anew, token by token, so that numbers keep their digits. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** With line breaks and indentation; as it is if it is no JSON. */
  static String indented(Value value) {
    return rewritten(value, new DefaultPrettyPrinter()).orElseGet(value::text);
  }

  /** On one line; empty if it is no JSON. */
  static Optional<String> compact(Value value) {
    return rewritten(value, null);
  }

  /** Where the bytes stop being JSON in UTF-8; empty if they are one JSON value. */
  static Optional<String> problem(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      return Optional.of("it is not UTF-8");
    }
    try (JsonParser parser = parser(bytes)) {
      if (parser.nextToken() == null) {
        return Optional.of("it is empty");
      }
      parser.skipChildren();
      return parser.nextToken() == null
          ? Optional.empty()
          : Optional.of("there is more text after the first value");
    } catch (JacksonException e) {
      return Optional.of(
          e.getLocation() == null
              ? "it breaks off"
              : "line %d, column %d"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }

  private static Optional<String> rewritten(Value value, @Nullable PrettyPrinter printer) {
    if (problem(value.bytes()).isPresent()) {
      return Optional.empty();
    }
    StringWriter text = new StringWriter();
    ObjectWriteContext context =
        printer == null
            ? ObjectWriteContext.empty()
            : new ObjectWriteContext.Base() {
              @Override
              public PrettyPrinter getPrettyPrinter() {
                return printer;
              }
            };
    try (JsonParser parser = parser(value.bytes());
        JsonGenerator generator = FACTORY.createGenerator(context, text)) {
      while (parser.nextToken() != null) {
        generator.copyCurrentEventExact(parser);
      }
    }
    return Optional.of(text.toString());
  }

  private static JsonParser parser(byte[] bytes) {
    return FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), bytes);
  }
}
