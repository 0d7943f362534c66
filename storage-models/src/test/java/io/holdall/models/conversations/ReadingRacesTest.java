package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.models.conversations.History.Moments;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.StorageBackend;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers beside deletions, new sessions, appends and droppings on a store of single entries: the
 * header, the names of a page and each of its values may be read at any moment of what the others
 * do. What is read has to be what the session had at one moment of the reading.
 */
final class ReadingRacesTest {
  private static final Instant TIME = Instant.parse("2026-11-21T09:30:00Z");
  private static final int MESSAGES = 4;

  /** What others do meanwhile. */
  enum Change {
    APPEND,
    DELETE,
    RENEW,
    RENEW_LONGER,
    DROP,
    APPEND_AND_DROP;

    private void make(Conversations chats) {
      switch (this) {
        case APPEND -> append(chats, "4");
        case DELETE -> chats.delete("s");
        case RENEW -> renew(chats, "a", "b");
        case RENEW_LONGER -> renew(chats, "a", "b", "c", "d", "e");
        case DROP -> chats.keepLast("s", 2);
        case APPEND_AND_DROP -> {
          append(chats, "4");
          chats.keepLast("s", 2);
        }
      }
    }

    private static void renew(Conversations chats, String... texts) {
      chats.delete("s");
      append(chats, texts);
    }

    private static void append(Conversations chats, String... texts) {
      for (String text : texts) {
        chats.append("s", Message.user(text));
      }
    }
  }

  private final History history = new History(SingleEntryConversationsTest.backend());
  private final Conversations chats = in(history);

  private static Conversations in(StorageBackend backend) {
    return Conversations.in(Storage.of(backend), "conversations", new TestClock(TIME));
  }

  private int fill() {
    return fill(chats, history);
  }

  private static int fill(Conversations chats, History history) {
    IntStream.range(0, MESSAGES).forEach(i -> chats.append("s", Message.user("" + i)));
    return history.now();
  }

  @ParameterizedTest
  @EnumSource
  void allMessagesAreThoseOfOneMoment(Change change) {
    int begin = fill();
    change.make(chats);
    requireOneMoment(begin, ReadingRacesTest::texts);
  }

  @ParameterizedTest
  @EnumSource
  void theLastMessagesAreThoseOfOneMoment(Change change) {
    int begin = fill();
    change.make(chats);
    requireOneMoment(begin, chats -> chats.last("s", 3).stream().map(Message::text).toList());
  }

  /** There a page is of one moment, and the header is read after it. */
  @ParameterizedTest
  @EnumSource
  void onAStoreOfWholeCommitsToo(Change change) {
    History whole = new History(new MemoryBackend());
    Conversations writer = in(whole);
    int begin = fill(writer, whole);
    change.make(writer);
    List<List<String>> had = had(whole, ReadingRacesTest::texts);
    for (int page = begin; page <= whole.now(); page++) {
      for (int header = page; header <= whole.now(); header++) {
        Moments moments = new Moments(header, page, page, page, 0);
        requireOneMoment(had, whole, moments, ReadingRacesTest::texts);
      }
    }
  }

  /** What is being dropped may be seen beside what has come since, and nothing else is amiss. */
  @ParameterizedTest
  @EnumSource
  void messagesThatComeWhileOthersAreDroppedAreReadInOrder(Order order) {
    int begin = fill();
    Conversations other = in(history);
    other.append("s", Message.user("4")); // so that it knows the session
    int from = begin + order.commits;
    history.afterCommit(
        () -> {
          if (history.now() == from + 1) {
            history.afterCommit(() -> {});
            other.append("s", Message.user("5"));
          }
        });
    chats.keepLast("s", 2);
    List<String> everything = List.of("0", "1", "2", "3", "4", "5");
    forAllMoments(
        begin,
        moments -> {
          List<String> read = texts(in(history.at(moments)));
          assertThat(everything).as("%s", moments).containsSequence(read);
          assertThat(read).as("%s", moments).contains("3");
        });
  }

  /** Else each page would take a way through the network more. */
  @Test
  void theHeaderIsAskedForBesideThePage() {
    fill();
    CountDownLatch asked = new CountDownLatch(1);
    StorageBackend patient =
        (StorageBackend)
            Proxy.newProxyInstance(
                StorageBackend.class.getClassLoader(),
                new Class<?>[] {StorageBackend.class},
                (proxy, method, arguments) -> {
                  if (arguments != null && arguments[0].equals(List.of(History.HEADER))) {
                    asked.countDown();
                  } else if (arguments != null && arguments[0] instanceof Scan scan) {
                    boolean beside = scan.isKeysOnly() || asked.await(1, TimeUnit.MINUTES);
                    assertThat(beside).isTrue();
                  }
                  return method.invoke(history, arguments);
                });
    assertThat(texts(in(patient))).containsExactly("0", "1", "2", "3");
  }

  @Test
  void whoIsInterruptedReadsWhatTheStoreGives() {
    fill();
    Thread.currentThread().interrupt();
    List<String> texts = texts(chats);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(texts).containsExactly("0", "1", "2", "3");
  }

  /** After which commit of the dropping the other message comes. */
  enum Order {
    NOTED(1),
    BEGUN(2),
    HALF_DROPPED(3);

    private final int commits;

    Order(int commits) {
      this.commits = commits;
    }
  }

  private static List<String> texts(Conversations chats) {
    return chats.messages("s").map(Message::text).toList();
  }

  private void requireOneMoment(int begin, Function<Conversations, List<String>> reading) {
    List<List<String>> had = had(history, reading);
    forAllMoments(begin, moments -> requireOneMoment(had, history, moments, reading));
  }

  private static void requireOneMoment(
      List<List<String>> had,
      History history,
      Moments moments,
      Function<Conversations, List<String>> reading) {
    assertThat(had.subList(moments.begin(), moments.end() + 1))
        .as("%s", moments)
        .contains(reading.apply(in(history.at(moments))));
  }

  /** What the session had in each state. */
  private static List<List<String>> had(
      History history, Function<Conversations, List<String>> reading) {
    return IntStream.rangeClosed(0, history.now())
        .mapToObj(state -> reading.apply(in(history.at(Moments.all(state)))))
        .toList();
  }

  private void forAllMoments(int begin, Consumer<Moments> check) {
    int end = history.now();
    assertThat(end).isGreaterThan(begin);
    for (int listing = begin; listing <= end; listing++) {
      for (int later = listing; later <= end; later++) {
        for (int header = begin; header <= end; header++) {
          for (Moments moments : moments(header, listing, later)) {
            check.accept(moments);
          }
        }
      }
    }
  }

  private static List<Moments> moments(int header, int listing, int later) {
    List<Moments> all = new ArrayList<>();
    for (int first = 0; first <= MESSAGES; first++) {
      all.add(new Moments(header, listing, listing, later, first));
      all.add(new Moments(header, listing, later, listing, first));
    }
    return all;
  }
}
