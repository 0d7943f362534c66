package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.StorageException.InvalidArgument;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message of a conversation: a JSON object in the shape of the OpenAI chat API, kept exactly as
 * it was given, with a time and metadata beside it. Immutable.
 *
 * <pre>{@code
 * Message.user("Hello");
 * Message.tool("call_1", "{\"temperature\": 21}").withMetadata(JsonObject.of(Map.of("ms", 120)));
 * Message.parse("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"No.\"}");
 * }</pre>
 *
 * <p>Only a role is asked for, and any non-empty text is one. Everything else is looked at through
 * typed accessors where its shape is known, and kept where it is not: fields in their order,
 * numbers digit by digit, {@code null} distinct from absent.
 */
public final class Message {
  private static final String ROLE = "role";
  private static final String CONTENT = "content";

  private final JsonObject json;
  private final JsonObject metadata;
  private final @Nullable Instant time;
  private final long sequence;

  private Message(JsonObject json, JsonObject metadata, @Nullable Instant time, long sequence) {
    this.json = json;
    this.metadata = metadata;
    this.time = time;
    this.sequence = sequence;
  }

  /** An instruction to the assistant. */
  public static Message system(String content) {
    return text("system", content);
  }

  /** Something the user said. */
  public static Message user(String content) {
    return text("user", content);
  }

  /** Something the assistant said. */
  public static Message assistant(String content) {
    return text("assistant", content);
  }

  /** What a tool gave back for the call of this id. */
  public static Message tool(String toolCallId, String content) {
    return plain(
        JsonObject.builder()
            .put(ROLE, "tool")
            .put("tool_call_id", toolCallId)
            .put(CONTENT, content));
  }

  /**
   * A message of a role with a text.
   *
   * @throws InvalidArgument if the role is empty
   */
  public static Message text(String role, String content) {
    if (role.isEmpty()) {
      throw withoutRole();
    }
    return plain(JsonObject.builder().put(ROLE, role).put(CONTENT, content));
  }

  /** As it was built here, with a role. */
  private static Message plain(JsonObject.Builder json) {
    return new Message(json.build(), JsonObject.empty(), null, -1);
  }

  /**
   * A message in its JSON form.
   *
   * @throws InvalidArgument if the text is not a JSON object with a role
   */
  public static Message parse(String json) {
    return of(JsonObject.parse(json));
  }

  /**
   * A message in its JSON form.
   *
   * @throws InvalidArgument if it has no {@code role}, or one that is not a non-empty text
   */
  public static Message of(JsonObject json) {
    if (json.string(ROLE).filter(role -> !role.isEmpty()).isEmpty()) {
      throw withoutRole();
    }
    return new Message(json, JsonObject.empty(), null, -1);
  }

  private static InvalidArgument withoutRole() {
    return new InvalidArgument("A message has no role, or one that is not a text");
  }

  /** As it was stored; the JSON was checked before. */
  static Message stored(JsonObject json, JsonObject metadata, Instant time, long sequence) {
    return new Message(json, metadata, time, sequence);
  }

  /** This message with other metadata, which is kept beside it. */
  public Message withMetadata(JsonObject value) {
    return new Message(json, value, time, sequence);
  }

  /**
   * This message with the time it was said, cut to microseconds; without one, it gets the time it
   * is appended.
   *
   * @throws InvalidArgument if the year is not between 0 and 9999
   */
  public Message at(Instant value) {
    return new Message(json, metadata, Times.checked(value), sequence);
  }

  /** Who speaks: {@code system}, {@code user}, {@code assistant}, {@code tool} or another text. */
  public String role() {
    return json.string(ROLE).orElse("");
  }

  /**
   * The content as text: the string, or the texts of its parts, a line each. Empty if there is
   * none, as in most messages that call tools.
   */
  public String text() {
    return json.string(CONTENT)
        .orElseGet(
            () ->
                json.elements(CONTENT).stream()
                    .filter(part -> part.startsWith("{"))
                    .flatMap(part -> JsonObject.ofCompact(part).string("text").stream())
                    .collect(Collectors.joining("\n")));
  }

  /** The content in whatever shape it has: a string, an array of parts, null. */
  public Optional<JsonNode> content() {
    return json.get(CONTENT);
  }

  /** The calls of tools that the message asks for. */
  public List<ToolCall> toolCalls() {
    return json.elements("tool_calls").stream()
        .filter(call -> call.startsWith("{"))
        .map(call -> new ToolCall(JsonObject.ofCompact(call)))
        .toList();
  }

  /** In the answer of a tool, the id of the call. */
  public Optional<String> toolCallId() {
    return json.string("tool_call_id");
  }

  /** The name of the participant or tool. */
  public Optional<String> name() {
    return json.string("name");
  }

  /** The whole message as it was given. */
  public JsonObject json() {
    return json;
  }

  /** What is known about the message without being part of it. */
  public JsonObject metadata() {
    return metadata;
  }

  /** When it was said or appended, in whole microseconds; of a stored message always known. */
  public Optional<Instant> time() {
    return Optional.ofNullable(time);
  }

  /** The place in its session, from 0 on; empty if the message was not read from one. */
  public OptionalLong sequence() {
    return sequence < 0 ? OptionalLong.empty() : OptionalLong.of(sequence);
  }

  /** The same JSON, metadata, time and sequence. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Message message
        && json.equals(message.json)
        && metadata.equals(message.metadata)
        && Objects.equals(time, message.time)
        && sequence == message.sequence;
  }

  @Override
  public int hashCode() {
    return Objects.hash(json, sequence);
  }

  /** Role and sequence, never what was said. */
  @Override
  public String toString() {
    return sequence < 0 ? "Message[" + role() + "]" : "Message[" + role() + ", " + sequence + "]";
  }
}
