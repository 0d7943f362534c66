package io.holdall.models.json;

import io.holdall.storage.StorageException.InvalidArgument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object that never changes and comes back as it was written: fields in their order, numbers
 * digit by digit, {@code null} distinct from absent, however little is known of it.
 *
 * <pre>{@code
 * JsonObject metadata = JsonObject.of(Map.of("model", "gpt-4o", "temperature", 0.2));
 * metadata.string("model");               // Optional[gpt-4o]
 * metadata.with("rating", 5).text();      // {"model":"gpt-4o","temperature":0.2,"rating":5}
 * }</pre>
 *
 * <p>It is kept as text and looked into only when asked. Where a field is named twice, reading sees
 * the last, and the text keeps both.
 */
public final class JsonObject {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(Json.FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final JsonObject EMPTY = new JsonObject("{}");

  private final String text;

  /** The compact text of each field's value; filled when first asked, always to the same. */
  private volatile @Nullable Map<String, String> fields;

  private JsonObject(String text) {
    this.text = text;
  }

  /** The object without fields. */
  public static JsonObject empty() {
    return EMPTY;
  }

  /**
   * Reads an object.
   *
   * @throws InvalidArgument if the text is not one JSON object: not JSON, another value, more text
   *     after it, nested deeper than 500, or a number of more than 100,000 characters
   */
  public static JsonObject parse(String text) {
    try (JsonParser parser = Json.parser(text)) {
      return parseAll(parser);
    }
  }

  /**
   * Reads the object that begins at the parser's current token; afterwards its end is the current
   * token.
   *
   * @throws JacksonException if the text is no JSON
   */
  public static JsonObject read(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalStateException("The parser does not stand at the beginning of an object");
    }
    String text = Json.compact(parser);
    return text.equals("{}") ? EMPTY : new JsonObject(text);
  }

  /**
   * An object with these fields: texts, numbers, booleans, nulls, maps, collections, {@link
   * JsonObject}s and Jackson nodes.
   *
   * @throws InvalidArgument if a value has no JSON form
   */
  public static JsonObject of(Map<String, ? extends @Nullable Object> values) {
    Builder builder = builder();
    values.forEach(builder::put);
    return builder.build();
  }

  /** A new builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The object whose {@link #text()} this is, <em>unchecked</em>: for text that this class wrote
   * and that was kept since.
   */
  public static JsonObject ofCompact(String text) {
    return text.equals("{}") ? EMPTY : new JsonObject(text);
  }

  /** The compact text. */
  public String text() {
    return text;
  }

  /** Whether there are no fields. */
  public boolean isEmpty() {
    return text.equals("{}");
  }

  /** The fields' names, in order. */
  public List<String> names() {
    return List.copyOf(fields().keySet());
  }

  /** Whether the field is there, be it null. */
  public boolean has(String name) {
    return fields().containsKey(name);
  }

  /** The compact JSON text of a field's value; empty if the field is absent. */
  public Optional<String> raw(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /** A field's value as a node of its own; a null node for null, empty if absent. */
  public Optional<JsonNode> get(String name) {
    return raw(name).map(MAPPER::readTree);
  }

  /** A field's value if it is a string; empty for anything else. */
  public Optional<String> string(String name) {
    return raw(name).filter(value -> value.charAt(0) == '"').map(JsonObject::unquoted);
  }

  /** A field's value if it is an object; empty for anything else. */
  public Optional<JsonObject> object(String name) {
    return raw(name).filter(value -> value.charAt(0) == '{').map(JsonObject::ofCompact);
  }

  /** The values of a field that is an array, each as compact text; empty for anything else. */
  public List<String> elements(String name) {
    return raw(name)
        .filter(value -> value.charAt(0) == '[')
        .map(JsonObject::split)
        .orElse(List.of());
  }

  /**
   * This object with a field set: at the end if it is new, else in its place.
   *
   * @throws InvalidArgument if the value has no JSON form
   */
  public JsonObject with(String name, @Nullable Object value) {
    Map<String, String> changed = new LinkedHashMap<>(fields());
    changed.put(name, compact(value));
    return joined(changed);
  }

  /** This object without a field. */
  public JsonObject without(String name) {
    return without(Set.of(name));
  }

  /** This object without some fields. */
  public JsonObject without(Set<String> names) {
    Map<String, String> left = new LinkedHashMap<>(fields());
    return left.keySet().removeAll(names) ? joined(left) : this;
  }

  /** A tree of its own, with decimal numbers that keep their digits. */
  public ObjectNode toNode() {
    return (ObjectNode) MAPPER.readTree(text);
  }

  /** The same text: the same fields in the same order with the same digits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject object && text.equals(object.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The compact text. */
  @Override
  public String toString() {
    return text;
  }

  private Map<String, String> fields() {
    Map<String, String> known = fields;
    if (known == null) {
      known = new LinkedHashMap<>();
      try (JsonParser parser = Json.parser(text)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          known.put(name, Json.compact(parser));
        }
      }
      known = Collections.unmodifiableMap(known);
      fields = known;
    }
    return known;
  }

  private static JsonObject joined(Map<String, String> fields) {
    StringBuilder out = new StringBuilder("{");
    fields.forEach(
        (name, value) -> {
          out.append(out.length() == 1 ? "" : ",");
          Json.appendQuoted(out, name);
          out.append(':').append(value);
        });
    return ofCompact(out.append('}').toString());
  }

  private static String compact(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof JsonObject object) {
      out.append(object.text);
    } else if (value instanceof CharSequence text) {
      Json.appendQuoted(out, text.toString());
    } else if (value instanceof Map<?, ?> map) {
      appendFields(out, map);
    } else if (value instanceof Iterable<?> values && !(value instanceof JsonNode)) {
      appendElements(out, values);
    } else if (value == null
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Boolean) {
      out.append(value);
    } else {
      appendByJackson(out, value);
    }
  }

  private static void appendFields(StringBuilder out, Map<?, ?> fields) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      out.append(separator);
      Json.appendQuoted(out, String.valueOf(field.getKey()));
      append(out.append(':'), field.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private static void appendElements(StringBuilder out, Iterable<?> elements) {
    out.append('[');
    String separator = "";
    for (Object element : elements) {
      append(out.append(separator), element);
      separator = ",";
    }
    out.append(']');
  }

  private static void appendByJackson(StringBuilder out, @Nullable Object value) {
    if ((value instanceof Double number && !Double.isFinite(number))
        || (value instanceof Float single && !Float.isFinite(single))) {
      throw new InvalidArgument("A number that is infinite or not a number has no JSON form");
    }
    try (JsonParser parser = Json.parser(MAPPER.writeValueAsString(value))) {
      parser.nextToken();
      Json.appendCompact(parser, out);
    } catch (JacksonException e) {
      throw new InvalidArgument("A value has no JSON form", e);
    }
  }

  private static String unquoted(String json) {
    if (json.indexOf('\\') < 0) {
      return json.substring(1, json.length() - 1);
    }
    try (JsonParser parser = Json.parser(json)) {
      parser.nextToken();
      return parser.getString();
    }
  }

  private static List<String> split(String array) {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = Json.parser(array)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(Json.compact(parser));
      }
    }
    return elements;
  }

  private static JsonObject parseAll(JsonParser parser) {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidArgument("The text is not a JSON object");
      }
      JsonObject object = read(parser);
      if (parser.nextToken() != null) {
        throw new InvalidArgument("There is more text after the JSON object");
      }
      return object;
    } catch (JacksonException e) {
      // The parser's own message would quote the text, so it is not the cause either.
      InvalidArgument error = new InvalidArgument("The text is not valid JSON");
      error.with("line", parser.currentLocation().getLineNr());
      error.with("column", parser.currentLocation().getColumnNr());
      throw error;
    }
  }

  /** Collects fields in order; not thread-safe. */
  public static final class Builder {
    private final StringBuilder out = new StringBuilder("{");

    private Builder() {}

    /**
     * Adds a field, as {@link JsonObject#of} does.
     *
     * @throws InvalidArgument if the value has no JSON form
     */
    public Builder put(String name, @Nullable Object value) {
      out.append(out.length() == 1 ? "" : ",");
      Json.appendQuoted(out, name);
      append(out.append(':'), value);
      return this;
    }

    /** Adds all fields of an object as they are written there. */
    public Builder putAll(JsonObject object) {
      if (!object.isEmpty()) {
        out.append(out.length() == 1 ? "" : ",");
        out.append(object.text, 1, object.text.length() - 1);
      }
      return this;
    }

    /** The object. */
    public JsonObject build() {
      return ofCompact(out + "}");
    }
  }
}
