package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.spi.StorageBackend;
import org.junit.jupiter.api.Test;

final class SingleEntryFaultsTest extends FaultContract {
  @Override
  StorageBackend fresh() {
    return SingleEntryConversationsTest.backend();
  }

  @Test
  void whatADeadProcessLeftOfADeletedSessionIsNeverSeen() {
    // It wrote a message after the session had been deleted, and died before it noticed.
    String incarnation =
        StoredMessage.of(
                chats
                    .storage()
                    .get(Key.of("conversations", "s", "messages").child(0))
                    .orElseThrow())
            .incarnation();
    chats.delete("s");
    Key left = Key.of("conversations", "s", "messages").child(3);
    chats
        .storage()
        .put(
            left,
            StoredMessage.value(Message.user("dead"), clock.instant(), incarnation, "n"),
            Condition.absent());
    assertThat(chats.messages("s")).isEmpty();
    assertThat(other.session("s")).isEmpty();
    for (int i = 0; i < 6; i++) {
      assertThat(other.append("s", Message.user("m" + i)).first()).isEqualTo(i);
      assertThat(chats.messages("s")).hasSize(i + 1);
    }
  }

  @Test
  void aMessageOfWhichItIsNotKnownWhetherItsSessionRemainsIsReportedAsUnknown() {
    chats.append("s", Message.user("1"));
    clock.advance(Ground.LIMIT); // else nobody would have to look
    faults.before(batch -> true, () -> faults.unreadable(true));
    assertThatThrownBy(() -> chats.append("s", Message.user("2")))
        .isInstanceOf(OutcomeUnknown.class);
    faults.unreadable(false);
    assertThat(chats.append("s", Message.user("3")).first()).isEqualTo(3);
  }
}
