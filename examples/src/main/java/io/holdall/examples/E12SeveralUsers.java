package io.holdall.examples;

import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Principal;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.access.Rule;
import io.holdall.storage.decorator.namespace.Namespace;
import io.holdall.storage.memory.MemoryBackend;

/** Keeps the conversations of several users in one store, out of each other's sight. */
final class E12SeveralUsers {
  private E12SeveralUsers() {}

  public static void main(String[] args) {
    Policy policy =
        Policy.builder()
            .role("support", "sue")
            .rule(Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("users/{owner}/**").toAnyone())
            .rule(Rule.allow(READ, LIST).on("users/**").toRoles("support"))
            .build();
    try (Storage storage =
        Storage.builder(new MemoryBackend()).with(AccessControl.of(policy)).open()) {
      chats(storage, "ana", "ana").append("trip", Message.user("Any flights before noon?"));
      chats(storage, "ben", "ben").append("trip", Message.user("Is breakfast included?"));

      System.out.println(
          "ana reads her own: " + chats(storage, "ana", "ana").last("trip", 1).size());
      System.out.println("ben reads ana's: " + chats(storage, "ben", "ana").last("trip", 1).size());
      System.out.println("sue reads ana's: " + chats(storage, "sue", "ana").last("trip", 1).size());
      try {
        chats(storage, "sue", "ana").append("trip", Message.assistant("Yes, at nine."));
      } catch (AccessDenied e) {
        System.out.println("sue may not write there, she needs: " + e.attributes().get("needs"));
      }
    }
  }

  /** The conversations of a user, as somebody may see them: a part of the store of their own. */
  private static Conversations chats(Storage storage, String principal, String user) {
    Storage view = storage.as(Principal.of(principal));
    return Conversations.in(
        Storage.builder(view.backend()).with(Namespace.of("users", user)).open());
  }
}
