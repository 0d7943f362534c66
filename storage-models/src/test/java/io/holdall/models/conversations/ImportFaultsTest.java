package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.conversations.transfer.ChatFiles;
import io.holdall.models.conversations.transfer.ImportOptions;
import io.holdall.models.conversations.transfer.ImportReport;
import io.holdall.models.conversations.transfer.OnDifferent;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.testkit.faults.Fault;
import io.holdall.storage.testkit.faults.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports whose commits fail: what was told to be stored is, and the next import adds the rest. */
final class ImportFaultsTest {
  private static final int MESSAGES = 3 * 4 + 50;

  @TempDir private Path directory;

  private final List<String> told = new ArrayList<>();
  private long stored;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sessions.add(session(4));
    }
    sessions.add(session(50));
    file = Files.write(directory.resolve("chats.jsonl"), sessions);
  }

  @Test
  void everyCommitIsToldOnce() throws IOException {
    Conversations chats = in(new MemoryBackend());
    ChatFiles.of(chats).importFile(file, options());
    assertThat(told).containsExactly("0/62", "62/62");
    told.clear();
    ChatFiles.of(chats).importFile(file, options());
    assertThat(told).containsExactly("0/0");
  }

  @ParameterizedTest
  @EnumSource(Atomicity.class)
  void whatWasToldStandsWhereverAnImportFails(Atomicity atomicity) throws IOException {
    boolean failed = true;
    for (int commit = 0; failed; commit++) {
      told.clear();
      MemoryBackend memory =
          new MemoryBackend(
              MemoryBackend.defaultCapabilities()
                  .maxBatchOperations(20)
                  .atomicity(atomicity)
                  .build());
      Faults faults = Faults.scripted();
      faults.next(Collections.nCopies(commit, Fault.NONE).toArray(Fault[]::new));
      faults.next(Fault.REFUSED);
      Conversations chats = in(faults.decorate(memory));
      failed = fails(chats);
      if (failed) {
        faults.heal();
        long there = chats.sessions().mapToLong(Session::messageCount).sum();
        assertThat(there).as("after a fault in commit %d", commit).isEqualTo(stored);
        ImportReport rest = ChatFiles.of(chats).importFile(file);
        assertThat(rest.messages()).isEqualTo(MESSAGES - stored);
      }
      faults.heal();
      assertThat(ChatFiles.of(chats).importFile(file).alreadyThere()).isEqualTo(4);
      assertThat(chats.stats()).isEqualTo(new ConversationStats(4, MESSAGES));
      assertThat(commit).as("commits").isLessThan(500);
    }
    assertThat(told).hasSizeGreaterThan(4).endsWith("62/62");
  }

  /** For each commit of an import that replaces sessions: it fails, and the process ends there. */
  @ParameterizedTest
  @CsvSource({"STORE, 2000", "STORE, 20", "ENTRY, 2000"})
  void whatIsReplacedIsThereUntilWhatReplacesItIs(Atomicity atomicity, int maxOperations)
      throws IOException {
    for (Fault fault : List.of(Fault.REFUSED, Fault.ANSWER_LOST)) {
      boolean ended = false;
      for (int commit = 0; !ended; commit++) {
        MemoryBackend memory =
            new MemoryBackend(
                MemoryBackend.defaultCapabilities()
                    .maxBatchOperations(maxOperations)
                    .atomicity(atomicity)
                    .build());
        fill(in(memory));
        Faults faults = Faults.scripted();
        faults.next(Collections.nCopies(commit, Fault.NONE).toArray(Fault[]::new));
        faults.next(fault).next(Collections.nCopies(100, Fault.REFUSED).toArray(Fault[]::new));
        ended = !replaces(in(faults.decorate(memory)));

        Conversations afterwards = in(memory);
        assertWholeIsThere(afterwards, "chats_1", 3, 4);
        assertWholeIsThere(afterwards, "chats_4", 30, 50);
        ChatFiles.of(afterwards).importFile(file, replacing());
        assertThat(afterwards.stats()).isEqualTo(new ConversationStats(4, MESSAGES));
        assertThat(ChatFiles.of(afterwards).importFile(file).alreadyThere()).isEqualTo(4);
        assertThat(afterwards.session("chats_4").flatMap(Session::title)).isEmpty();
        assertThat(afterwards.sessionsOf("ana")).isEmpty();
        assertThat(commit).as("commits").isLessThan(1_000);
      }
    }
  }

  @Test
  void whoAppendsWhileTheNewMessagesCannotBeToldFromTheOldStopsTheReplacement() throws IOException {
    MemoryBackend memory = ofSmallBatches();
    Conversations other = in(memory);
    Faults faults = Faults.scripted();
    faults.before( // in the second of several commits
        batch -> writes(batch, "conversations/chats_4/messages/000000000047"),
        () -> other.append("chats_4", Message.user("late")));
    Conversations chats = in(faults.decorate(memory));

    assertThatThrownBy(() -> ChatFiles.of(chats).importFile(file, replacing()))
        .isInstanceOf(StorageException.Conflict.class);

    assertThat(other.messages("chats_4")).extracting(Message::text).contains("late", "old 29");
  }

  @Test
  void whatIsAppendedBehindTheNewMessagesStaysBehindThem() throws IOException {
    MemoryBackend memory = ofSmallBatches();
    Conversations other = in(memory);
    Faults faults = Faults.scripted();
    faults.before( // when all are appended, and the session is to begin with the first of them
        batch -> writes(batch, "conversations/chats_4/details"),
        () -> other.append("chats_4", Message.user("late")));

    ChatFiles.of(in(faults.decorate(memory))).importFile(file, replacing());

    assertThat(other.session("chats_4").orElseThrow().messageCount()).isEqualTo(51);
    assertThat(other.last("chats_4", 2)).extracting(Message::text).containsExactly("x", "late");
  }

  @Test
  void aSessionThatOthersBeginAnewMeanwhileIsTheirs() throws IOException {
    MemoryBackend memory = ofSmallBatches();
    Conversations other = in(memory);
    Faults faults = Faults.scripted();
    faults.before(
        batch -> writes(batch, "conversations/chats_4/details"),
        () -> {
          other.delete("chats_4");
          other.append("chats_4", Message.user("theirs"));
        });
    Conversations chats = in(faults.decorate(memory));

    assertThatThrownBy(() -> ChatFiles.of(chats).importFile(file, replacing()))
        .isInstanceOf(StorageException.Conflict.class);

    assertThat(other.messages("chats_4")).extracting(Message::text).containsExactly("theirs");
    assertThat(other.session("chats_4").orElseThrow().missing()).isZero();
  }

  private static MemoryBackend ofSmallBatches() {
    MemoryBackend memory =
        new MemoryBackend(MemoryBackend.defaultCapabilities().maxBatchOperations(20).build());
    fill(in(memory));
    return memory;
  }

  private static boolean writes(WriteBatch batch, String key) {
    return batch.operations().stream().anyMatch(operation -> operation.key().encoded().equals(key));
  }

  private static void fill(Conversations chats) {
    SessionInfo info = SessionInfo.none().withOwner("ana").withTitle("old");
    for (String session : List.of("chats_1", "chats_4")) {
      chats.create(session, info.withMetadata(JsonObject.parse("{\"old\":true}")));
      for (int i = 0; i < (session.equals("chats_1") ? 3 : 30); i++) {
        chats.append(session, Message.user("old " + i));
      }
    }
  }

  /** All the old messages, or all the new ones and no old one. */
  private static void assertWholeIsThere(Conversations chats, String session, int old, int all) {
    List<String> texts = chats.messages(session).map(Message::text).toList();
    long kept = texts.stream().filter(text -> text.startsWith("old")).count();
    if (kept == 0) {
      assertThat(texts).as(session).hasSize(all);
    } else {
      assertThat(kept).as("old messages of " + session).isEqualTo(old);
    }
  }

  private boolean replaces(Conversations chats) throws IOException {
    try {
      ChatFiles.of(chats).importFile(file, replacing());
      return false;
    } catch (StorageException.Unavailable | StorageException.OutcomeUnknown e) {
      return true;
    }
  }

  private static ImportOptions replacing() {
    return ImportOptions.defaults().onDifferent(OnDifferent.REPLACE);
  }

  private boolean fails(Conversations chats) throws IOException {
    try {
      ChatFiles.of(chats).importFile(file, options());
      return false;
    } catch (StorageException.Unavailable e) {
      return true;
    }
  }

  private ImportOptions options() {
    return ImportOptions.defaults()
        .stored(
            (done, total) -> {
              stored = done;
              told.add(done + "/" + total);
            });
  }

  private static Conversations in(StorageBackend backend) {
    return Conversations.in(Storage.of(backend));
  }

  private static String session(int messages) {
    return "{\"messages\":["
        + String.join(",", Collections.nCopies(messages, "{\"role\":\"user\",\"content\":\"x\"}"))
        + "]}";
  }
}
