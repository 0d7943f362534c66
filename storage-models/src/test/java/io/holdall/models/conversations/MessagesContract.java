package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appending and reading messages, on every storage; {@link ConversationsContract} has the rest. */
abstract class MessagesContract {
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

  final void append(String session, int count) {
    IntStream.range(0, count).forEach(i -> chats.append(session, Message.user("m" + i)));
  }

  static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }
}
