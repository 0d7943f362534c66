package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import io.holdall.storage.chronicle.ChronicleBackend;
import java.nio.file.Path;

final class ChronicleConversationsTest extends WholeCommitsContract {
  @Override
  Storage open(Path path) {
    return Storage.of(ChronicleBackend.open(path));
  }
}
