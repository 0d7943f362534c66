package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appending from other processes, and from ones that are killed. */
final class ProcessesTest {
  private static final int KILLS = Boolean.getBoolean("holdall.test.heavy") ? 50 : 5;

  @TempDir Path directory;

  @Test
  void processesThatShareASqliteStoreLoseNothingAndLeaveNoGap() throws Exception {
    Path path = directory.resolve("store");
    Stores.open("sqlite", path).close(); // the race to create it is the backend's own affair
    List<String> acknowledged = new ArrayList<>();
    try (Child a = Child.start("sqlite", path, "a", 4, 50);
        Child b = Child.start("sqlite", path, "b", 4, 50)) {
      a.begin();
      b.begin();
      for (Child child : List.of(a, b)) {
        List<String> lines = child.readAll();
        assertThat(lines).as(child::errors).hasSize(4 * 60 + 1).endsWith("done");
        acknowledged.addAll(lines.subList(0, lines.size() - 1));
      }
    }
    try (Storage storage = Stores.open("sqlite", path)) {
      assertThat(verified(storage, acknowledged)).isEqualTo(acknowledged.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "json", "chronicle"})
  void aProcessKilledWhileItAppendsLosesNothingItAcknowledged(String type) throws Exception {
    Path path = directory.resolve("store");
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int after = ThreadLocalRandom.current().nextInt(1, 300);
      try (Child child = Child.start(type, path, "p" + kill + "-", 4, 1_000_000)) {
        child.begin();
        acknowledged.addAll(child.read(after));
        acknowledged.addAll(child.kill());
      }
      dropTornLine(acknowledged);
      try (Storage storage = Stores.open(type, path)) {
        assertThat(verified(storage, acknowledged))
            .as("killed after %d messages", after)
            .isGreaterThanOrEqualTo(acknowledged.size());
      }
    }
  }

  /** The last line may have been cut off by the kill. */
  private static void dropTornLine(List<String> lines) {
    int last = lines.size() - 1;
    if (last >= 0 && !lines.get(last).matches("\\d+ p\\d+-\\d+:\\d+\\+?")) {
      lines.remove(last);
    }
  }

  /** Checks that all is there and fits together; returns how many messages there are. */
  private static long verified(Storage storage, List<String> acknowledged) throws IOException {
    Conversations chats = Conversations.in(storage);
    List<Message> messages = chats.messages("s").toList();
    Map<Long, String> bySequence = new HashMap<>();
    messages.forEach(message -> bySequence.put(message.sequence().orElseThrow(), message.text()));
    assertThat(bySequence.keySet())
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, messages.size()).boxed().toList());
    for (String line : acknowledged) {
      int space = line.indexOf(' ');
      assertThat(bySequence)
          .containsEntry(Long.valueOf(line.substring(0, space)), line.substring(space + 1));
    }
    assertThat(messages.stream().map(Message::text)).doesNotHaveDuplicates();
    for (int i = 0; i < messages.size(); i++) {
      boolean calls = messages.get(i).role().equals("assistant");
      boolean answered = i + 1 < messages.size() && messages.get(i + 1).role().equals("tool");
      assertThat(answered).isEqualTo(calls);
    }
    assertThat(chats.session("s").map(Session::messageCount)).contains((long) messages.size());
    assertThat(chats.sessions()).hasSize(1);
    assertThat(chats.session("s").map(Session::updated))
        .contains(
            messages.stream()
                .map(message -> message.time().orElseThrow())
                .max(java.time.Instant::compareTo)
                .orElseThrow());
    return messages.size();
  }
}
