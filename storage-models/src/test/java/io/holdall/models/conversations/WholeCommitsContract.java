package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Conflict;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What conversations promise beyond that on stores that commit several entries together. */
abstract class WholeCommitsContract extends ConversationsContract {
  @Test
  void severalMessagesAreAppendedTogether() {
    Appended appended =
        chats.append(
            "s",
            Message.assistant("calling"),
            Message.tool("c1", "one"),
            Message.tool("c2", "two"));
    assertThat(appended.first()).isZero();
    assertThat(appended.last()).isEqualTo(2);
    assertThat(texts(chats.messages("s").toList())).containsExactly("calling", "one", "two");
  }

  @Test
  void sessionsAreCreatedWithTheirMessagesTogether() {
    Conversation a =
        new Conversation(
            "a",
            SessionInfo.none().withOwner("ana"),
            Optional.empty(),
            List.of(Message.user("1").at(START.minusSeconds(60)), Message.user("2")));
    Conversation b =
        new Conversation("b", SessionInfo.none(), Optional.of(START.minusSeconds(9)), List.of());
    chats.createAll(List.of(a, b));
    assertThat(texts(chats.messages("a").toList())).containsExactly("1", "2");
    Session session = chats.session("a").orElseThrow();
    assertThat(session.created()).isEqualTo(START.minusSeconds(60));
    assertThat(session.updated()).isEqualTo(START);
    assertThat(chats.session("b").orElseThrow().created()).isEqualTo(START.minusSeconds(9));
    assertThat(chats.sessions()).extracting(Session::id).containsExactly("a", "b");

    Conversation c = new Conversation("c", SessionInfo.none(), Optional.empty(), List.of());
    assertThatThrownBy(() -> chats.createAll(List.of(c, b))).isInstanceOf(Conflict.class);
    assertThat(chats.exists("c")).isFalse();
    assertThat(chats.append("a", Message.user("3")).first()).isEqualTo(2);
  }

  @Test
  void aLargeSessionIsDeletedInPortions() {
    chats.create(
        "s", SessionInfo.none().withOwner("ana").withMetadata(JsonObject.parse("{\"a\":1}")));
    for (int i = 0; i < 5; i++) {
      chats.append("s", IntStream.range(0, 500).mapToObj(n -> Message.user("m" + n)).toList());
    }
    assertThat(chats.keepLast("s", 2_300)).isEqualTo(200);
    assertThat(chats.messages("s")).hasSize(2_300);
    assertThat(chats.delete("s")).isTrue();
    assertThat(storage.keys(Scan.all()).map(Key::encoded)).containsExactly("conversations_layout");
  }

  @Test
  void whereThereAreNoListsTheyAreMade() {
    // As after copying from a store that keeps none.
    chats.create("s1", SessionInfo.none().withOwner("ana"));
    append("s2", 3);
    for (String list : List.of("conversations_recent", "conversations_owners")) {
      storage.keys(Scan.under(Key.of(list))).toList().forEach(storage::delete);
    }
    storage.delete(Key.of("conversations_layout"));
    Conversations fresh =
        Conversations.in(io.holdall.storage.Storage.of(storage.backend()), "conversations", clock);
    assertThat(fresh.sessions()).extracting(Session::id).containsExactly("s2", "s1");
    assertThat(fresh.sessionsOf("ana")).extracting(Session::id).containsExactly("s1");
  }

  @Test
  void listsThatTellLiesAreCorrected() {
    append("s1", 1);
    append("s2", 1);
    ConversationKeys keys = new ConversationKeys("conversations");
    storage.put(keys.recent(START.minusSeconds(7), "s1"), ConversationStore.LISTED);
    storage.put(keys.owned("bob", START, "s1"), ConversationStore.LISTED);
    storage.put(keys.recent(START, "nobody"), ConversationStore.LISTED);
    storage.delete(keys.recent(START, "s2"));
    assertThat(chats.rebuildAll()).isEqualTo(2);
    assertThat(chats.sessions()).extracting(Session::id).containsExactly("s2", "s1");
    assertThat(chats.sessionsOf("bob")).isEmpty();
  }

  @Test
  void aSnapshotStaysAsItWas() {
    Assumptions.assumeTrue(storage.capabilities().snapshots(), "the store has snapshots");
    append("s", 3);
    try (ConversationSnapshot snapshot = chats.snapshot()) {
      append("s", 2);
      append("t", 1);
      assertThat(snapshot.messages("s")).hasSize(3);
      assertThat(snapshot.session("s").orElseThrow().messageCount()).isEqualTo(3);
      assertThat(snapshot.sessions()).extracting(Session::id).containsExactly("s");
    }
    assertThat(chats.messages("s")).hasSize(5);
  }
}
