package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.file.Path;

final class SqliteConversationsTest extends WholeCommitsContract {
  @Override
  Storage open(Path path) {
    return Storage.of(SqliteBackend.open(path));
  }
}
