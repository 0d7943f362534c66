package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.testkit.faults.Fault;
import org.junit.jupiter.api.Test;

final class WholeCommitFaultsTest extends FaultContract {
  /** Takes so few operations a commit that a session of some messages is large. */
  @Override
  StorageBackend fresh() {
    return new MemoryBackend(MemoryBackend.defaultCapabilities().maxBatchOperations(12).build());
  }

  @Test
  void severalMessagesAreThereTogetherOrNotAtAll() {
    faults.next(Fault.ANSWER_LOST);
    Appended appended = chats.append("s", Message.user("1"), Message.user("2"));
    assertThat(appended.first()).isEqualTo(1);
    faults.next(Fault.REQUEST_LOST);
    chats.append("s", Message.user("3"), Message.user("4"));
    assertThat(chats.messages("s"))
        .extracting(Message::text)
        .containsExactly("0", "1", "2", "3", "4");
  }
}
