package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.nio.file.Path;
import java.time.Duration;
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

  @Test
  void conversationsCanBeCopiedToAStoreThatKeepsListsAndBack() {
    chats.create("s1", SessionInfo.none().withOwner("ana"));
    append("s2", 40);
    try (Storage whole = Storage.inMemory();
        Storage back = open(directory)) {
      copy(storage, whole);
      Conversations there = Conversations.in(whole, "conversations", clock);
      assertThat(there.sessions()).extracting(Session::id).containsExactly("s2", "s1");
      assertThat(there.sessionsOf("ana")).extracting(Session::id).containsExactly("s1");
      assertThat(there.append("s2", Message.user("m40")).first()).isEqualTo(40);

      copy(whole, back);
      clock.advance(Duration.ofSeconds(1));
      Conversations again = Conversations.in(back, "conversations", clock);
      again.append("s1", Message.user("moves to the front"));
      assertThat(again.sessions()).extracting(Session::id).containsExactly("s1", "s2");

      try (Storage third = Storage.inMemory()) {
        copy(back, third); // with lists that are out of date
        Conversations last = Conversations.in(third, "conversations", clock);
        assertThat(last.sessions()).extracting(Session::id).containsExactly("s1", "s2");
        assertThat(last.sessionsOf("ana")).hasSize(1);
        assertThat(last.stats()).isEqualTo(new ConversationStats(2, 42));
      }
    }
  }

  @Test
  void aCopyThatWasNeverWrittenToTellsTheWholeLength() {
    append("s", 40); // the header is behind
    try (Storage whole = Storage.inMemory();
        Storage another = Storage.inMemory()) {
      copy(storage, whole);
      copy(storage, another);
      Conversations there = Conversations.in(whole, "conversations", clock);
      assertThat(there.session("s")).isEqualTo(chats.session("s"));
      try (ConversationSnapshot snapshot = there.snapshot()) {
        assertThat(snapshot.sessions()).containsExactlyElementsOf(chats.sessions().toList());
      }
      assertThat(Conversations.in(another, "conversations", clock).stats())
          .isEqualTo(new ConversationStats(1, 40));
    }
  }

  private static void copy(Storage from, Storage to) {
    from.stream(Scan.all()).forEach(entry -> to.put(entry.key(), entry.value()));
  }
}
