package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import io.holdall.storage.json.JsonBackend;
import java.nio.file.Path;

final class JsonConversationsTest extends WholeCommitsContract {
  @Override
  Storage open(Path path) {
    return Storage.of(JsonBackend.open(path));
  }
}
