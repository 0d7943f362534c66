package io.holdall.examples;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.Version;

/** Opens a store, writes an entry twice and a message, and reads them back. */
final class E01FirstProgram {
  private E01FirstProgram() {}

  public static void main(String[] args) {
    try (Storage storage = Storage.open("development")) {
      Key theme = Key.of("settings", "theme");
      Version version = storage.put(theme, Value.json("{\"dark\": true}"));
      storage.put(theme, Value.json("{\"dark\": false}"), Condition.version(version));

      Conversations chats = Conversations.in(storage);
      chats.append("session_1", Message.user("Which flights leave before noon?"));
      chats.last("session_1", 20).forEach(message -> System.out.println(message.text()));
    }

    // Everything above was on the disk when its call returned; here it is again.
    try (Storage storage = Storage.open("development")) {
      storage
          .get(Key.of("settings", "theme"))
          .ifPresent(entry -> System.out.println("theme: " + entry.value().text()));
    }
  }
}
