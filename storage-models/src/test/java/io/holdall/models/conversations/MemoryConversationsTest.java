package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import java.nio.file.Path;

final class MemoryConversationsTest extends WholeCommitsContract {
  @Override
  Storage open(Path path) {
    return Storage.inMemory();
  }
}
