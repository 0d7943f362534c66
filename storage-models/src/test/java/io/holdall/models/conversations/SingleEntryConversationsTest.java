package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** On a store that changes one entry at a time, as object stores do. */
final class SingleEntryConversationsTest extends ConversationsContract {
  @Override
  Storage open(Path path) {
    return Storage.of(backend());
  }

  static MemoryBackend backend() {
    return new MemoryBackend(
        MemoryBackend.defaultCapabilities()
            .atomicity(Atomicity.ENTRY)
            .snapshots(false)
            .rangeChecks(false)
            .build());
  }

  @Test
  void severalMessagesAtOnceAreRefused() {
    assertThatThrownBy(() -> chats.append("s", Message.user("a"), Message.user("b")))
        .isInstanceOf(Unsupported.class);
    assertThat(chats.messages("s")).isEmpty();
  }

  @Test
  void theHeaderFollowsAtADistanceThatNobodyNotices() {
    for (int i = 0; i < 100; i++) {
      append("s", 1);
      assertThat(chats.session("s").orElseThrow().messageCount()).isEqualTo(i + 1);
      assertThat(chats.stats().messages()).isEqualTo(i + 1);
    }
  }
}
