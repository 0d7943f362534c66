package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.SessionInfo;
import io.holdall.models.conversations.format.ChatHandler.Begin;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.StorageException.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records that are a whole session each: an object with the messages in one field, all others being
 * the session's metadata. One broken message makes the record broken, for a conversation with a
 * hole in it is another conversation.
 *
 * @param handler where the sessions go
 * @param field the name of the field with the messages
 */
record WholeSessions(ChatHandler handler, String field) {
  void accept(JsonObject record, String id, Place place) {
    if (record.raw(field).filter(value -> value.startsWith("[")).isEmpty()) {
      handler.broken(place, "the record has no array '%s'".formatted(field));
      return;
    }
    SessionInfo info = SessionInfo.none().withMetadata(record.without(field));
    accept(record.elements(field), info, id, place);
  }

  /** With the messages as compact texts. */
  void accept(List<String> elements, SessionInfo info, String id, Place place) {
    List<Message> messages = new ArrayList<>();
    for (String element : elements) {
      Optional<Message> message = message(element);
      if (message.isEmpty()) {
        handler.broken(place, "message %d is no object with a role".formatted(messages.size() + 1));
        return;
      }
      messages.add(message.get());
    }
    handler.session(new Begin(id, false, info, Optional.empty(), place));
    messages.forEach(message -> handler.message(message, place));
  }

  private static Optional<Message> message(String element) {
    if (!element.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Message.of(JsonObject.ofCompact(element)));
    } catch (InvalidArgument e) {
      return Optional.empty();
    }
  }
}
