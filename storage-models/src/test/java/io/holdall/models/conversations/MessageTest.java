package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTest {
  private static final Instant TIME = Instant.parse("2026-11-21T09:30:00.123456Z");

  @Test
  void theUsualMessagesAreShortToWrite() {
    assertThat(Message.system("Be brief.").json().text())
        .isEqualTo("{\"role\":\"system\",\"content\":\"Be brief.\"}");
    assertThat(Message.user("Hi").role()).isEqualTo("user");
    assertThat(Message.assistant("Hello").text()).isEqualTo("Hello");
    assertThat(Message.text("developer", "x").role()).isEqualTo("developer");
    Message tool = Message.tool("c1", "21");
    assertThat(tool.role()).isEqualTo("tool");
    assertThat(tool.toolCallId()).contains("c1");
    assertThat(tool.text()).isEqualTo("21");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"role\":null}", "{\"role\":\"\"}", "{\"role\":7}", "[]", "nothing"})
  void aMessageNeedsARole(String json) {
    assertThatThrownBy(() -> Message.parse(json)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void toolCallsAreReadWhereTheirShapeIsKnown() {
    Message message =
        Message.parse(
            """
            {"role": "assistant", "content": null, "tool_calls": [
              {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\\"a\\": 1}"}},
              {"id": "c2", "type": "custom", "custom": {"name": "sql", "input": "select 1"}},
              {"function": {"name": "g", "arguments": {"b": 2.0}}},
              "no object"]}
            """);
    assertThat(message.toolCalls()).hasSize(3);
    assertThat(message.toolCalls())
        .extracting(ToolCall::id, ToolCall::type, ToolCall::name, ToolCall::arguments)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("c1", "function", "f", "{\"a\": 1}"),
            org.assertj.core.groups.Tuple.tuple("c2", "custom", "sql", "select 1"),
            org.assertj.core.groups.Tuple.tuple("", "function", "g", "{\"b\":2.0}"));
    assertThat(message.text()).isEmpty();
    assertThat(message.content()).hasValueSatisfying(node -> assertThat(node.isNull()).isTrue());
  }

  @Test
  void textOfPartsIsJoined() {
    Message message =
        Message.parse(
            "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Look:\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:x\"}},"
                + "{\"type\":\"text\",\"text\":\"a cat\"}]}");
    assertThat(message.text()).isEqualTo("Look:\na cat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"assistant\",\"content\":null,\"refusal\":\"No.\",\"audio\":null}",
        "{\"content\":[],\"role\":\"user\",\"x\":{\"n\":[1.0,1,1E2,-0.0,123456789012345678901]}}",
        "{\"role\":\"assistant\",\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
        "{\"role\":\"user\",\"content\":5,\"_holdall\":{\"time\":\"mine\"},\"time\":\"mine too\"}",
        "{\"role\":\"user\",\"content\":\"\\ud83d\",\"content\":\"twice\"}"
      })
  void storingAMessageChangesNothingInIt(String json) {
    Message message = Message.parse(json).withMetadata(JsonObject.of(Map.of("rating", 5))).at(TIME);
    Value value = StoredMessage.value(message, TIME, "incarnation", "nonce");
    Key key = Key.of("conversations", "s", "messages").child(7);
    StoredMessage stored = StoredMessage.of(Entry.of(key, value, Version.of(1)));
    assertThat(stored.message().json().text()).isEqualTo(json);
    assertThat(stored.message().metadata().text()).isEqualTo("{\"rating\":5}");
    assertThat(stored.message().time()).contains(TIME);
    assertThat(stored.message().sequence()).hasValue(7);
    assertThat(stored.incarnation()).isEqualTo("incarnation");
    assertThat(stored.nonce()).isEqualTo("nonce");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"role\":\"user\"}",
        "{\"_holdall\":{},\"role\":\"user\"}",
        "{\"_holdall\":{\"time\":\"today\",\"incarnation\":\"i\",\"nonce\":\"n\"},\"role\":\"user\"}",
        "{\"_holdall\":{\"time\":\"2026-11-21T09:30:00Z\",\"incarnation\":\"i\",\"nonce\":\"n\"},\"ro"
      })
  void anEntryThatIsNoMessageIsCorrupt(String text) {
    Key key = Key.of("conversations", "s", "messages").child(7);
    assertThatThrownBy(() -> StoredMessage.of(Entry.of(key, Value.json(text), Version.of(1))))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining(key.encoded())
        .hasMessageNotContaining("user");
  }

  @Test
  void timesAreCutToMicrosecondsAndBounded() {
    assertThat(Message.user("x").at(TIME.plusNanos(789)).time()).contains(TIME);
    assertThatThrownBy(() -> Message.user("x").at(Instant.MAX)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aMessageDoesNotShowWhatWasSaid() {
    assertThat(Message.user("tellnobody")).hasToString("Message[user]");
  }
}
