package io.holdall.models.conversations;

import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.access.Rule;
import io.holdall.storage.decorator.namespace.Namespace;
import io.holdall.storage.memory.MemoryBackend;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conversations over stores with access control, as docs/access-control.md recommends them. */
final class ConversationsOfPrincipalsTest {
  private static final String[] SHARED = {
    "conversations/**",
    "conversations_sessions/**",
    "conversations_recent/**",
    "conversations_owners/**",
    "conversations_layout"
  };

  private final MemoryBackend backend = new MemoryBackend();
  private final Storage storage =
      Storage.builder(backend)
          .with(
              AccessControl.of(
                  Policy.builder()
                      .rule(
                          Rule.allow(READ, LIST, CREATE, UPDATE, DELETE)
                              .on("users/{owner}/**")
                              .toAnyone())
                      .rule(
                          Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on(SHARED).toRoles("team"))
                      .rule(Rule.allow(READ, LIST).on(SHARED).toRoles("guest"))
                      .build()))
          .open();

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void everythingWorksInAPartOfOnesOwn() {
    assertEverythingWorks(own("ana"));
    assertEverythingWorks(own("ben"));
    assertThat(storage.as(Principal.of("ana")).keys(Scan.all()))
        .allMatch(key -> key.encoded().startsWith("users/ana/conversations"));
  }

  @Test
  void everythingWorksInWhatATeamShares() {
    assertEverythingWorks(Conversations.in(storage.as(Principal.of("ana", "team"))));
  }

  @Test
  void usersOfTheSameSessionDoNotMeet() {
    own("ana").append("s", Message.user("hers"));
    own("ben").append("s", Message.user("his"));
    assertThat(own("ana").last("s", 9)).extracting(Message::text).containsExactly("hers");
    assertThat(own("ben").last("s", 9)).extracting(Message::text).containsExactly("his");
    Conversations foreign =
        Conversations.in(
            Storage.builder(storage.as(Principal.of("ben")).backend())
                .with(Namespace.of("users", "ana"))
                .open());
    assertThat(foreign.last("s", 9)).isEmpty();
    assertThat(foreign.sessions()).isEmpty();
    assertThatThrownBy(() -> foreign.append("s", Message.user("no")))
        .isInstanceOf(AccessDenied.class);
  }

  @Test
  void guestReadsWhatTheTeamWrites() {
    Conversations team = Conversations.in(storage.as(Principal.of("ana", "team")));
    team.append("s", Message.user("hello"));
    Conversations guest = Conversations.in(storage.as(Principal.of("gil", "guest")));
    assertThat(guest.last("s", 9)).extracting(Message::text).containsExactly("hello");
    assertThat(guest.sessions().map(Session::id)).containsExactly("s");
    assertThatThrownBy(() -> guest.append("s", Message.user("no")))
        .isInstanceOf(AccessDenied.class);
    Conversations stranger = Conversations.in(storage.as(Principal.of("gil")));
    assertThat(stranger.last("s", 9)).isEmpty();
    assertThat(stranger.sessions()).isEmpty();
  }

  private Conversations own(String name) {
    return Conversations.in(
        Storage.builder(storage.as(Principal.of(name)).backend())
            .with(Namespace.of("users", name))
            .open());
  }

  private static void assertEverythingWorks(Conversations chats) {
    chats.create("s", SessionInfo.none().withOwner("o").withTitle("before"));
    chats.append("s", Message.user("one"), Message.assistant("two"));
    chats.append("t", Message.user("three"));
    chats.update("s", info -> info.withTitle("after"));
    assertThat(chats.last("s", 1)).extracting(Message::text).containsExactly("two");
    assertThat(chats.sessionsOf("o").map(s -> s.title().orElse(""))).containsExactly("after");
    assertThat(chats.sessions().map(Session::id)).containsExactlyInAnyOrder("s", "t");
    try (ConversationSnapshot snapshot = chats.snapshot()) {
      chats.delete("t");
      assertThat(snapshot.sessions().map(Session::id)).hasSize(2);
    }
    assertThat(chats.sessions().map(Session::id)).isEqualTo(List.of("s"));
  }
}
