package io.holdall.examples;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Storage;
import io.holdall.storage.json.JsonBackend;
import io.holdall.storage.migration.Copier;
import io.holdall.storage.migration.CopyResult;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.file.Path;

/** Moves conversations from JSON files to SQLite, every entry read back and compared. */
final class E08CopyToSqlite {
  private E08CopyToSqlite() {}

  public static void main(String[] args) {
    try (Storage files = Storage.of(JsonBackend.open(Path.of("chats")));
        Storage database = Storage.of(SqliteBackend.open(Path.of("chats.db")))) {
      for (int i = 1; i <= 25; i++) {
        Conversations.in(files).append("session_" + i % 5, Message.user("Message " + i));
      }

      CopyResult result = Copier.from(files).to(database).run();
      System.out.println("copied " + result.copied() + " entries, exact: " + result.isExact());

      // Nothing tells a model on which backend it stands.
      System.out.println(Conversations.in(database).last("session_0", 1).get(0).text());

      CopyResult again = Copier.from(files).to(database).run();
      System.out.println(
          "again: " + again.copied() + " copied, " + again.alreadyThere() + " were there");
    }
  }
}
