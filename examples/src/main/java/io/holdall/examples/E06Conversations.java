package io.holdall.examples;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.SessionInfo;
import io.holdall.storage.Storage;

/** Keeps a chat with a tool call, reads its end, and lists sessions by owner. */
final class E06Conversations {
  private E06Conversations() {}

  public static void main(String[] args) {
    try (Storage storage = Storage.inMemory()) {
      Conversations chats = Conversations.in(storage);
      chats.create("trip", SessionInfo.none().withOwner("ana").withTitle("Trip to Lisbon"));

      chats.append("trip", Message.user("Which flights leave before noon?"));
      chats.append( // several messages: all or none
          "trip",
          Message.parse(
              """
              {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function",
               "function": {"name": "find_flights", "arguments": "{\\"before\\": \\"12:00\\"}"}}]}
              """),
          Message.tool("call_1", "[\"HA 571\", \"HA 1172\"]"),
          Message.assistant("Two: HA 571 and HA 1172."));

      for (Message message : chats.last("trip", 3)) {
        System.out.printf(
            "%2d %-9s %s%n", message.sequence().orElseThrow(), message.role(), said(message));
      }
      chats
          .sessionsOf("ana")
          .forEach(
              s ->
                  System.out.println(s.title().orElse("") + ": " + s.messageCount() + " messages"));
    }
  }

  private static String said(Message message) {
    return message.toolCalls().stream()
        .findFirst()
        .map(call -> "calls " + call.name() + " with " + call.arguments())
        .orElseGet(message::text);
  }
}
