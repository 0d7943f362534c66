package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What conversations promise on every storage; a subclass names one. */
abstract class ConversationsContract extends MessagesContract {
  @Test
  void aSessionThatIsNotThereHasNothing() {
    assertThat(chats.session("none")).isEmpty();
    assertThat(chats.last("none", 5)).isEmpty();
    assertThat(chats.messages("none")).isEmpty();
    assertThat(chats.message("none", 0)).isEmpty();
    assertThat(chats.between("none", Instant.EPOCH, START)).isEmpty();
    assertThat(chats.delete("none")).isFalse();
    assertThat(chats.update("none", info -> info.withTitle("x"))).isEmpty();
    assertThat(chats.keepLast("none", 1)).isZero();
    assertThat(chats.rebuild("none")).isEmpty();
    assertThat(chats.sessions()).isEmpty();
    assertThat(chats.stats()).isEqualTo(new ConversationStats(0, 0));
  }

  @Test
  void readingWritesNothing() {
    assertThat(chats.sessions()).isEmpty();
    assertThat(chats.last("none", 5)).isEmpty();
    assertThat(storage.keys(Scan.all())).isEmpty();
  }

  @Test
  void aSessionIsCreatedOnce() {
    SessionInfo info =
        SessionInfo.none()
            .withOwner("ana")
            .withTitle("Trip")
            .withMetadata(JsonObject.parse("{\"n\":1E2}"))
            .withFields(JsonObject.parse("{\"model_id\":\"x\"}"));
    Session created = chats.create("s", info);
    assertThat(created).isEqualTo(new Session("s", info, START, START, 0, 0, 0));
    assertThat(chats.session("s")).contains(created);
    assertThatThrownBy(() -> chats.create("s", SessionInfo.none())).isInstanceOf(Conflict.class);
    assertThat(chats.session("s")).contains(created);

    clock.advance(Duration.ofSeconds(1));
    chats.append("s", Message.user("Hello"));
    Session used = chats.session("s").orElseThrow();
    assertThat(used.info()).isEqualTo(info);
    assertThat(used.created()).isEqualTo(START);
    assertThat(used.updated()).isEqualTo(START.plusSeconds(1));
    assertThat(used.messageCount()).isEqualTo(1);
    assertThatThrownBy(() -> chats.create("s", SessionInfo.none())).isInstanceOf(Conflict.class);
  }

  @Test
  void whatIsSaidAboutASessionCanBeChanged() {
    append("s", 2);
    chats.update("s", info -> info.withTitle("One").withOwner("ana"));
    chats.update("s", info -> info.withMetadata(JsonObject.parse("{\"a\":1.0}")));
    clock.advance(Duration.ofHours(1));
    Session session =
        chats.update("s", info -> info.withTitle("Two").withOwner("bob")).orElseThrow();
    assertThat(session.title()).contains("Two");
    assertThat(session.metadata().text()).isEqualTo("{\"a\":1.0}");
    assertThat(session.updated()).isEqualTo(START);
    assertThat(chats.session("s")).contains(session);
    assertThat(chats.sessionsOf("ana")).isEmpty();
    assertThat(chats.sessionsOf("bob")).extracting(Session::id).containsExactly("s");

    chats.update("s", info -> SessionInfo.none());
    assertThat(chats.session("s").orElseThrow().info()).isEqualTo(SessionInfo.none());
    assertThat(chats.sessionsOf("bob")).isEmpty();
    assertThat(chats.append("s", Message.user("x")).first()).isEqualTo(2);
  }

  @Test
  void sessionsAreListedNewestFirstAndByOwner() {
    for (int i = 0; i < 7; i++) {
      chats.create("s" + i, SessionInfo.none().withOwner(i % 2 == 0 ? "even" : "odd"));
      clock.advance(Duration.ofSeconds(1));
    }
    chats.append("s2", Message.user("moves to the front"));
    assertThat(chats.sessions())
        .extracting(Session::id)
        .containsExactly("s2", "s6", "s5", "s4", "s3", "s1", "s0");
    assertThat(chats.sessionsOf("even"))
        .extracting(Session::id)
        .containsExactly("s2", "s6", "s4", "s0");
    assertThat(chats.sessionsOf("eve")).isEmpty();
    assertThat(chats.stream(SessionQuery.all().oldestFirst()))
        .extracting(Session::id)
        .containsExactly("s0", "s1", "s3", "s4", "s5", "s6", "s2");
  }

  @Test
  void pagesOfSessionsFollowEachOther() {
    for (int i = 0; i < 10; i++) {
      chats.create("s" + i, SessionInfo.none().withOwner("ana"));
      clock.advance(Duration.ofNanos(i % 3 == 0 ? 0 : 1_000)); // some at the very same time
    }
    for (SessionQuery query : List.of(SessionQuery.all(), SessionQuery.ofOwner("ana"))) {
      List<String> whole = chats.stream(query.limit(100)).map(Session::id).toList();
      assertThat(whole).hasSize(10);
      for (int size : List.of(1, 3, 5, 10)) {
        List<String> paged = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int pages = 0;
        do {
          SessionQuery asked = query.limit(size);
          SessionPage page = chats.list(next.map(asked::after).orElse(asked));
          page.sessions().forEach(session -> paged.add(session.id()));
          next = page.next();
          pages++;
        } while (next.isPresent());
        assertThat(paged).isEqualTo(whole);
        assertThat(pages).isEqualTo((10 + size - 1) / size);
      }
    }
    assertThatThrownBy(() -> chats.list(SessionQuery.all().after("nonsense")))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aPageContinuesWhereItsLastSessionWasEvenIfItIsGone() {
    for (int i = 0; i < 4; i++) {
      chats.create("s" + i, SessionInfo.none());
      clock.advance(Duration.ofSeconds(1));
    }
    SessionPage page = chats.list(SessionQuery.all().limit(2));
    chats.delete("s2");
    assertThat(chats.list(SessionQuery.all().after(page.next().orElseThrow())).sessions())
        .extracting(Session::id)
        .containsExactly("s1", "s0");
  }

  @Test
  void deletingLeavesNothing() {
    chats.create(
        "s", SessionInfo.none().withOwner("ana").withMetadata(JsonObject.parse("{\"a\":1}")));
    append("s", 5);
    append("stays", 1);
    assertThat(chats.delete("s")).isTrue();
    assertThat(chats.delete("s")).isFalse();
    assertThat(chats.exists("s")).isFalse();
    assertThat(chats.messages("s")).isEmpty();
    assertThat(chats.sessions()).extracting(Session::id).containsExactly("stays");
    assertThat(chats.sessionsOf("ana")).isEmpty();
    assertThat(Leftovers.of(storage, "s")).isEmpty();
    assertThat(chats.append("s", Message.user("again")).first()).isZero();
    assertThat(chats.session("s").orElseThrow().info()).isEqualTo(SessionInfo.none());
  }

  @Test
  void sessionsNotUsedForLongAreDeleted() {
    for (int i = 0; i < 6; i++) {
      append("s" + i, 2);
      clock.advance(Duration.ofDays(1));
    }
    append("s0", 1);
    assertThat(chats.deleteInactive(START.plus(Duration.ofDays(3)))).isEqualTo(2);
    assertThat(chats.sessions()).extracting(Session::id).containsExactly("s0", "s5", "s4", "s3");
    assertThat(chats.deleteInactive(START)).isZero();
  }

  @Test
  void anIdIsAnyText() {
    List<String> ids =
        List.of(
            "a/b", "..", ".", " ", "Ä\u0308\uD83D\uDE00", "A", "a", "a ", "%41", "x".repeat(800));
    ids.forEach(
        id -> {
          chats.append(id, Message.user("in " + id.length()));
          chats.update(id, info -> info.withOwner("o/" + id.charAt(0)));
        });
    for (String id : ids) {
      assertThat(texts(chats.last(id, 5))).containsExactly("in " + id.length());
      assertThat(chats.session(id).orElseThrow().owner()).contains("o/" + id.charAt(0));
    }
    assertThat(chats.sessions()).extracting(Session::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void anIdThatFitsNoKeyIsRefused() {
    for (String id : List.of("", "x".repeat(900), "\uD83D")) {
      assertThatThrownBy(() -> chats.append(id, Message.user("x")))
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("id or the owner");
      assertThatThrownBy(() -> chats.session(id)).isInstanceOf(InvalidArgument.class);
    }
    assertThatThrownBy(
            () -> chats.create("x".repeat(500), SessionInfo.none().withOwner("y".repeat(500))))
        .isInstanceOf(InvalidArgument.class);
    chats.append("s", Message.user("x"));
    assertThatThrownBy(() -> chats.update("s", info -> info.withOwner("")))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> chats.append("s", List.of())).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void figuresCountSessionsMessagesAndRoles() {
    append("a", 3);
    append("b", 2);
    chats.append("b", Message.tool("c", "x"));
    assertThat(chats.stats()).isEqualTo(new ConversationStats(2, 6));
    assertThat(chats.countByRole()).isEqualTo(Map.of("user", 5L, "tool", 1L));
  }

  @Test
  void aLostHeaderIsMadeAgainFromTheMessages() {
    append("s", 5);
    storage.delete(Key.of("conversations_sessions", "s"));
    assertThat(chats.append("s", Message.user("m5")).first()).isEqualTo(5);
    storage.delete(Key.of("conversations_sessions", "s"));
    assertThat(chats.rebuild("s").orElseThrow().messageCount()).isEqualTo(6);
    assertThat(texts(chats.messages("s").toList()))
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
    storage.delete(Key.of("conversations_sessions", "s"));
    assertThat(chats.rebuildAll()).isEqualTo(1);
    assertThat(chats.sessions()).extracting(Session::messageCount).containsExactly(6L);
  }

  @Test
  void lostMessagesAreCountedAsMissing() {
    append("s", 6);
    storage.delete(Key.of("conversations", "s", "messages").child(2));
    storage.delete(Key.of("conversations", "s", "messages").child(5));
    Session session = chats.rebuild("s").orElseThrow();
    assertThat(session.messageCount()).isEqualTo(chats.messages("s").count());
    assertThat(texts(chats.messages("s").toList())).containsExactly("m0", "m1", "m3", "m4");
    long next = chats.append("s", Message.user("on")).first();
    assertThat(next).isEqualTo(session.nextSequence());
  }

  @Test
  void fieldsThatALaterVersionAddedToAHeaderStay() {
    append("s", 1);
    Key key = Key.of("conversations_sessions", "s");
    JsonObject header = JsonObject.parse(storage.get(key).orElseThrow().value().text());
    storage.put(key, Value.json(header.with("pinned", true).text()), Condition.any());
    append("s", 40);
    chats.update("s", info -> info.withTitle("x"));
    assertThat(JsonObject.parse(storage.get(key).orElseThrow().value().text()).raw("pinned"))
        .contains("true");
  }

  @Test
  void twoCollectionsKnowNothingOfEachOther() {
    Conversations other = Conversations.in(storage, "support", clock);
    append("s", 2);
    other.append("s", Message.user("other"));
    assertThat(other.messages("s")).hasSize(1);
    assertThat(chats.messages("s")).hasSize(2);
    other.delete("s");
    assertThat(chats.sessions()).hasSize(1);
    assertThat(other.sessions()).isEmpty();
  }
}
