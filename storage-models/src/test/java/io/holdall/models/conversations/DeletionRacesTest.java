package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.spi.StorageBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Appends, deletions and new sessions of one id, of processes that remember what has long changed,
 * on a store that changes one entry at a time: in every order of their requests that takes turns
 * three times, and with every request lost, or the last of a process.
 */
final class DeletionRacesTest {
  /** More requests than any of these calls makes; each test ends its loops when there are none. */
  private static final int MANY = 1_000;

  /** When an acknowledged append or a deletion began and ended, counted in turns. */
  private record Done(long began, long ended) {}

  /** One store, three processes, and what they were told. */
  private static final class World {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T09:30:00Z"));
    private final StorageBackend backend = SingleEntryConversationsTest.backend();
    private final Actor ana = new Actor(backend, clock);
    private final Actor ben = new Actor(backend, clock);
    private final Actor eva = new Actor(backend, clock);
    private final Map<String, Done> appended = new HashMap<>();
    private final List<String> doubtful = new ArrayList<>();
    private final List<Done> deleted = new ArrayList<>();
    private boolean certain = true;
    private long time;

    World() {
      append("0").accept(ana.chats());
      append("1").accept(ben.chats()); // so that one of them remembers a place that is taken
      append("2").accept(eva.chats());
    }

    Consumer<Conversations> append(String text) {
      return chats -> {
        long began = ++time;
        try {
          chats.append("s", Message.user(text));
          appended.put(text, new Done(began, ++time));
        } catch (OutcomeUnknown e) {
          doubtful.add(text);
        }
      };
    }

    Consumer<Conversations> delete() {
      return chats -> {
        long began = ++time;
        Done begun = new Done(began, Long.MAX_VALUE);
        deleted.add(begun);
        try {
          boolean mine = chats.delete("s");
          deleted.remove(begun);
          if (mine) {
            deleted.add(new Done(began, ++time));
          }
        } catch (OutcomeUnknown e) {
          certain = false;
        }
      };
    }

    Conversations reader() {
      return Conversations.in(Storage.of(backend), "conversations", clock);
    }

    /** What must hold when everybody is done. */
    void verify(String schedule) {
      List<String> kept = consistent(schedule);
      appended.forEach(
          (text, append) -> {
            if (deleted.stream().allMatch(deletion -> deletion.ended < append.began)) {
              assertThat(kept).as("kept, %s", schedule).contains(text);
            }
            if (deleted.stream()
                .anyMatch(d -> d.ended < Long.MAX_VALUE && append.ended < d.began)) {
              assertThat(kept).as("deleted, %s", schedule).doesNotContain(text);
            }
          });
      List<String> texts = kept;
      for (Actor actor : List.of(ana, ben, eva)) {
        if (!actor.isKilled()) {
          texts = goesOn(actor, texts, schedule);
        }
      }
      leavesNothing(schedule);
    }

    /** All views of the session agree, and it has no gap and nothing twice. */
    private List<String> consistent(String schedule) {
      List<Message> messages = reader().messages("s").toList();
      assertThat(messages.stream().map(m -> m.sequence().orElseThrow()))
          .as("sequences, %s", schedule)
          .containsExactlyElementsOf(LongStream.range(0, messages.size()).boxed().toList());
      List<String> texts = messages.stream().map(Message::text).toList();
      assertThat(texts).as(schedule).doesNotHaveDuplicates();
      assertThat(reader().last("s", 2))
          .as("last, %s", schedule)
          .isEqualTo(messages.subList(Math.max(0, messages.size() - 2), messages.size()));
      assertThat(reader().sessions().mapToLong(Session::messageCount).sum())
          .as("count, %s", schedule)
          .isEqualTo(messages.size());
      return texts;
    }

    /** What a process appends now is there, behind what was there, unless that was to go. */
    private List<String> goesOn(Actor actor, List<String> before, String schedule) {
      String text = "later " + ++time;
      actor.chats().append("s", Message.user(text));
      List<String> after = consistent(schedule);
      assertThat(after).as("later, %s", schedule).endsWith(text);
      boolean undecided = !certain || deleted.stream().anyMatch(d -> d.ended == Long.MAX_VALUE);
      if (after.size() > 1 || !undecided) {
        assertThat(after.subList(0, after.size() - 1)).as("before, %s", schedule).isEqualTo(before);
      }
      return after;
    }

    private void leavesNothing(String schedule) {
      Conversations last = reader();
      last.delete("s");
      assertThat(last.exists("s")).as(schedule).isFalse();
      assertThat(last.messages("s")).as(schedule).isEmpty();
      assertThat(Leftovers.of(last.storage(), "s")).as(schedule).isEmpty();
      clock.advance(Tombstones.LIFE.plus(Duration.ofSeconds(1)));
      last.deleteInactive(Instant.EPOCH);
      assertThat(Leftovers.tombstones(last.storage())).as(schedule).isEmpty();
    }
  }

  /** What two processes do at once. */
  enum Race {
    DELETE_AND_APPEND,
    RENEW_AND_APPEND,
    RENEW_AND_APPEND_TWICE,
    DELETE_AND_DELETE,
    RENEW_AND_RENEW;

    private Consumer<Conversations> first(World world) {
      return switch (this) {
        case DELETE_AND_APPEND, DELETE_AND_DELETE -> world.delete();
        case RENEW_AND_APPEND, RENEW_AND_APPEND_TWICE, RENEW_AND_RENEW ->
            world.delete().andThen(world.append("first"));
      };
    }

    private Consumer<Conversations> second(World world) {
      return switch (this) {
        case DELETE_AND_APPEND, RENEW_AND_APPEND -> world.append("second");
        case RENEW_AND_APPEND_TWICE -> world.append("second").andThen(world.append("third"));
        case DELETE_AND_DELETE -> world.delete();
        case RENEW_AND_RENEW -> world.delete().andThen(world.append("second"));
      };
    }

    private World begin() {
      World world = new World();
      world.ben.begin(first(world));
      world.ana.begin(second(world));
      return world;
    }
  }

  /** The longest have so many orders that they are for those who have changed something here. */
  static List<Race> races() {
    return Boolean.getBoolean("holdall.test.heavy")
        ? List.of(Race.values())
        : List.of(Race.DELETE_AND_APPEND, Race.RENEW_AND_APPEND, Race.DELETE_AND_DELETE);
  }

  @ParameterizedTest
  @MethodSource("races")
  void nothingIsLostInAnyOrder(Race race) {
    boolean more = true;
    for (int i = 0; more; i++) {
      more = false;
      for (int j = 0, k = 1; j < MANY; ) {
        World world = race.begin();
        world.ben.steps(i);
        more |= !world.ben.isFinished();
        world.ana.steps(j);
        boolean last = world.ana.isFinished();
        world.ben.steps(k);
        boolean whole = world.ben.isFinished();
        world.ana.finish();
        world.ben.finish();
        world.verify("%s %d %d %d".formatted(race, i, j, k));
        // Where the first goes on to its end, the second has had its turn at every place.
        k = whole ? 1 : k + 1;
        j = !whole ? j : last ? MANY : j + 1;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("races")
  void aThirdProcessMayComeAtAnyTime(Race race) {
    boolean more = true;
    for (int i = 0; more; i++) {
      more = false;
      boolean further = true;
      for (int j = 0; further; j++) {
        for (boolean firstGoesOn : List.of(true, false)) {
          World world = race.begin();
          world.eva.begin(world.append("eva"));
          world.ben.steps(i);
          world.ana.steps(j);
          more |= !world.ben.isFinished();
          further = !world.ana.isFinished();
          world.eva.finish();
          (firstGoesOn ? world.ben : world.ana).finish();
          (firstGoesOn ? world.ana : world.ben).finish();
          world.verify("%s %d %d then eva".formatted(race, i, j));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Actor.Fate.class,
      names = {"REQUEST_LOST", "ANSWER_LOST", "KILLED_BEFORE", "KILLED_AFTER"})
  void whicheverRequestFailsOrIsTheLast(Actor.Fate fate) {
    for (Race race : races()) {
      boolean more = true;
      for (int i = 0; more; i++) {
        more = false;
        boolean further = true;
        for (int j = 0; further; j++) {
          World world = race.begin();
          world.ana.steps(j);
          further = !world.ana.isFinished();
          world.ben.steps(i);
          world.ben.step(fate);
          more |= !world.ben.isFinished() || world.ben.isKilled();
          world.ben.finish();
          world.ana.finish();
          world.verify("%s %s at %d, after %d".formatted(race, fate, i, j));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Actor.Fate.class,
      names = {"REQUEST_LOST", "ANSWER_LOST", "KILLED_BEFORE", "KILLED_AFTER"})
  void whicheverRequestOfAnAppendFailsOrIsTheLast(Actor.Fate fate) {
    for (Race race : races()) {
      boolean more = true;
      for (int j = 0; more; j++) {
        more = false;
        boolean further = true;
        for (int i = 0; further; i++) {
          World world = race.begin();
          world.ben.steps(i);
          further = !world.ben.isFinished();
          world.ana.steps(j);
          world.ana.step(fate);
          more |= !world.ana.isFinished() || world.ana.isKilled();
          world.ana.finish();
          world.ben.finish();
          world.verify("%s %s at %d, after %d".formatted(race, fate, j, i));
        }
      }
    }
  }
}
