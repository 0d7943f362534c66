package io.holdall.cli.conversation;

import io.holdall.cli.command.JsonOutput;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** Sessions and messages as JSON objects, for programs. */
final class ConversationJson {
  private ConversationJson() {}

  static Map<String, @Nullable Object> of(Session session) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("session", session.id());
    session.owner().ifPresent(owner -> object.put("owner", owner));
    session.title().ifPresent(title -> object.put("title", title));
    object.put("messages", session.messageCount());
    object.put("created", session.created().toString());
    object.put("updated", session.updated().toString());
    putMetadata(object, session.metadata());
    return object;
  }

  static Map<String, @Nullable Object> of(Message message) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    message.sequence().ifPresent(sequence -> object.put("sequence", sequence));
    message.time().ifPresent(time -> object.put("time", time.toString()));
    object.put("message", new RawValue(message.json().text()));
    putMetadata(object, message.metadata());
    return object;
  }

  private static void putMetadata(Map<String, @Nullable Object> object, JsonObject metadata) {
    if (!metadata.isEmpty()) {
      object.put("metadata", new RawValue(metadata.text()));
    }
  }
}
