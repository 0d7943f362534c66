package io.holdall.examples;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Storage;
import io.holdall.storage.sqlite.Sql;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks questions in SQL about values that are JSON. */
final class E09SqlQueries {
  private E09SqlQueries() {}

  public static void main(String[] args) {
    try (Storage storage = Storage.of(SqliteBackend.open(Path.of("chats.db")))) {
      Conversations chats = Conversations.in(storage);
      chats.append("trip", Message.user("Which flights leave before noon?"));
      chats.append("trip", Message.assistant("Two: HA 571 and HA 1172."));
      chats.append("lunch", Message.user("Something with pumpkin, please"));

      // An extension: an ability that only some backends have.
      Sql sql = storage.extension(Sql.class).orElseThrow();
      String question =
          """
          SELECT value->>'$.role' AS role, count(*) AS messages, max(length(value->>'$.content'))
          FROM json_entries
          WHERE collection = ? AND role IS NOT NULL
          GROUP BY role ORDER BY role
          """;
      try (Sql.Rows rows = sql.query(question, List.of("conversations"))) {
        for (Optional<List<Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
          System.out.println(row.get());
        }
      }
    }
  }
}
