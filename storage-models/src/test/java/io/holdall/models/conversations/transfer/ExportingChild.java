package io.holdall.models.conversations.transfer;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** A program that exports a conversation to the file that its argument names. */
final class ExportingChild {
  private ExportingChild() {}

  public static void main(String[] arguments) {
    Conversations chats = Conversations.in(Storage.inMemory());
    chats.append("s", Message.user("new"));
    try {
      ChatFiles.of(chats).exportFile(Path.of(arguments[0]), "openai-messages");
      System.out.println("exported");
    } catch (IOException e) {
      System.out.println("failed");
    }
  }
}
