package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What conversations promise on every storage; a subclass names one. */
abstract class ConversationsContract {
  static final Instant START = Instant.parse("2026-11-21T09:30:00Z");

  @TempDir Path directory;

  final TestClock clock = new TestClock(START);
  Storage storage;
  Conversations chats;

  /** Opens a store in an empty directory. */
  abstract Storage open(Path path);

  @BeforeEach
  final void openStore() {
    storage = open(directory.resolve("store"));
    chats = Conversations.in(storage, "conversations", clock);
  }

  @AfterEach
  final void closeStore() {
    storage.close();
  }

  @Test
  void theFirstMessageMakesTheSession() {
    assertThat(chats.exists("session_1")).isFalse();
    assertThat(chats.append("session_1", Message.user("Hello")))
        .isEqualTo(new Appended(0, 1, START));
    assertThat(chats.append("session_1", Message.assistant("Hi")).last()).isEqualTo(1);

    List<Message> last = chats.last("session_1", 20);
    assertThat(last).extracting(Message::text).containsExactly("Hello", "Hi");
    assertThat(last).extracting(m -> m.sequence().orElseThrow()).containsExactly(0L, 1L);
    assertThat(chats.session("session_1"))
        .contains(new Session("session_1", SessionInfo.none(), START, START, 0, 2, 0));
    assertThat(chats.exists("session_1")).isTrue();
  }

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
  void everythingInAMessageSurvives() {
    String json =
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":"
            + " 1}\"}}],\"refusal\":null,"
            + "\"odd\":[1.0,1,1E2,-0,123456789012345678901234567890,0.10],\"half\":\"\\ud83d\"}";
    JsonObject metadata = JsonObject.parse("{\"cost\":0.0035475000000000003,\"seen\":null}");
    chats.append("s", Message.parse(json).withMetadata(metadata).at(START.minusSeconds(5)));
    Message read = chats.message("s", 0).orElseThrow();
    assertThat(read.json().text()).isEqualTo(json);
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(read.time()).contains(START.minusSeconds(5));
  }

  @Test
  void messagesAreReadFromTheEndFromAPlaceAndOneByOne() {
    append("s", 25);
    assertThat(texts(chats.last("s", 3))).containsExactly("m22", "m23", "m24");
    assertThat(chats.last("s", 100)).hasSize(25);
    assertThat(texts(chats.messages("s", 23).toList())).containsExactly("m23", "m24");
    assertThat(texts(chats.messages("s", 5, 3))).containsExactly("m5", "m6", "m7");
    assertThat(chats.messages("s", 25)).isEmpty();
    assertThat(chats.messages("s")).hasSize(25);
    assertThat(chats.message("s", 7).map(Message::text)).contains("m7");
    assertThat(chats.message("s", 25)).isEmpty();
    assertThat(chats.message("s", -1)).isEmpty();
    assertThatThrownBy(() -> chats.last("s", 0)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void messagesAreFoundByTime() {
    for (int i = 0; i < 20; i++) {
      chats.append("s", Message.user("m" + i));
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(texts(between(5, 8))).containsExactly("m5", "m6", "m7");
    assertThat(between(-10, 0)).isEmpty();
    assertThat(between(-10, 100)).hasSize(20);
    assertThat(between(20, 100)).isEmpty();
    assertThat(texts(chats.between("s", START.plusSeconds(59), START.plusSeconds(61)).toList()))
        .containsExactly("m1");
  }

  @Test
  void messagesAreFoundByTimeAlsoWhenTimesGoBackwards() {
    for (int minute : List.of(5, 1, 9, 3)) {
      chats.append("s", Message.user("m" + minute).at(START.plusSeconds(60L * minute)));
    }
    assertThat(texts(between(2, 6))).containsExactly("m5", "m3");
    assertThat(chats.session("s").orElseThrow().updated()).isEqualTo(START.plusSeconds(540));
  }

  private List<Message> between(int fromMinute, int toMinute) {
    return chats
        .between("s", START.plusSeconds(60L * fromMinute), START.plusSeconds(60L * toMinute))
        .toList();
  }

  @Test
  void appendingAtAPlaceConflictsWhenSomebodyWasFaster() {
    chats.appendAt("s", 0, List.of(Message.user("a")));
    chats.appendAt("s", 1, List.of(Message.user("b")));
    assertThatThrownBy(() -> chats.appendAt("s", 1, List.of(Message.user("c"))))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> chats.appendAt("s", 5, List.of(Message.user("c"))))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> chats.appendAt("new", 1, List.of(Message.user("c"))))
        .isInstanceOf(Conflict.class);
    assertThat(chats.messages("s")).hasSize(2);
    assertThat(chats.messages("new")).isEmpty();
  }

  @Test
  void twoWhoKnowNothingOfEachOtherShareASession() {
    // As two processes do: each believes to know where the session ends.
    Conversations other = Conversations.in(Storage.of(storage.backend()), "conversations", clock);
    for (int i = 0; i < 10; i++) {
      assertThat(chats.append("s", Message.user("a")).first()).isEqualTo(2L * i);
      assertThat(other.append("s", Message.user("b")).first()).isEqualTo(2L * i + 1);
    }
    other.delete("s");
    assertThat(chats.append("s", Message.user("again")).first()).isZero();
    assertThat(texts(other.messages("s").toList())).containsExactly("again");
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
    assertThat(storage.keys(Scan.all()).map(Key::encoded))
        .noneMatch(key -> key.endsWith("/s") || key.contains("/s/"));
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
  void oldMessagesCanBeDropped() {
    append("s", 10);
    assertThat(chats.keepLast("s", 3)).isEqualTo(7);
    assertThat(texts(chats.messages("s").toList())).containsExactly("m7", "m8", "m9");
    assertThat(texts(chats.last("s", 10))).containsExactly("m7", "m8", "m9");
    assertThat(chats.message("s", 6)).isEmpty();
    assertThat(chats.session("s").orElseThrow().messageCount()).isEqualTo(3);
    assertThat(chats.session("s").orElseThrow().firstSequence()).isEqualTo(7);
    assertThat(chats.append("s", Message.user("next")).first()).isEqualTo(10);
    assertThat(chats.keepLast("s", 100)).isZero();
    assertThat(chats.keepLast("s", 0)).isEqualTo(4);
    assertThat(chats.messages("s")).isEmpty();
    assertThat(chats.append("s", Message.user("next")).first()).isEqualTo(11);
    assertThat(chats.rebuild("s").orElseThrow().messageCount()).isEqualTo(1);
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
  void aMessageLargerThanTheStoreTakesIsRefusedAndTheSessionGoesOn() {
    chats.append("s", Message.user("a"));
    Message large = Message.user("x".repeat(storage.capabilities().maxValueBytes()));
    assertThatThrownBy(() -> chats.append("s", large)).isInstanceOf(LimitExceeded.class);
    assertThatThrownBy(() -> chats.requireStorable("s", SessionInfo.none(), Optional.of(large)))
        .isInstanceOf(LimitExceeded.class);
    assertThat(chats.append("s", Message.user("b")).first()).isEqualTo(1);
    assertThat(texts(chats.messages("s").toList())).containsExactly("a", "b");
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
  void eightThreadsLoseNothingAndLeaveNoGap() throws Exception {
    int threads = 8;
    long each = 50;
    Crew crew = new Crew();
    for (int thread = 0; thread < threads; thread++) {
      String name = "t" + thread + ":";
      // Half of them as if they were another process.
      Storage front = thread % 2 == 0 ? storage : Storage.of(storage.backend());
      Conversations mine = Conversations.in(front, "conversations", clock);
      crew.run(
          () -> {
            for (int i = 0; i < each; i++) {
              long sequence = mine.append("s", Message.user(name + i)).first();
              assertThat(mine.message("s", sequence).map(Message::text)).contains(name + i);
            }
          });
    }
    crew.join();
    List<Message> messages = chats.messages("s").toList();
    assertThat(messages)
        .extracting(m -> m.sequence().orElseThrow())
        .containsExactlyElementsOf(LongStream.range(0, threads * each).boxed().toList());
    for (int thread = 0; thread < threads; thread++) {
      String name = "t" + thread + ":";
      assertThat(texts(messages).stream().filter(text -> text.startsWith(name)))
          .containsExactlyElementsOf(LongStream.range(0, each).mapToObj(i -> name + i).toList());
    }
    assertThat(chats.session("s").orElseThrow().messageCount()).isEqualTo(messages.size());
    assertThat(chats.sessions()).hasSize(1);
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

  final void append(String session, int count) {
    IntStream.range(0, count).forEach(i -> chats.append(session, Message.user("m" + i)));
  }

  static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }
}
