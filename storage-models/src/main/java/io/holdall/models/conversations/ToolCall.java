package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import java.util.Optional;

/**
 * A call of a tool that a message asks for.
 *
 * @param json the call as it was given
 */
public record ToolCall(JsonObject json) {
  /** What the answer names as {@code tool_call_id}; empty text if the call has none. */
  public String id() {
    return json.string("id").orElse("");
  }

  /** {@code function} unless the call says otherwise. */
  public String type() {
    return json.string("type").orElse("function");
  }

  /** The name of the tool; empty text if the call has none. */
  public String name() {
    return body().flatMap(body -> body.string("name")).orElse("");
  }

  /** The arguments as the model wrote them, usually JSON text; empty text if there are none. */
  public String arguments() {
    return body()
        .flatMap(body -> argument(body, "arguments").or(() -> argument(body, "input")))
        .orElse("");
  }

  private Optional<JsonObject> body() {
    return json.object(type());
  }

  private static Optional<String> argument(JsonObject body, String name) {
    return body.string(name).or(() -> body.raw(name));
  }
}
