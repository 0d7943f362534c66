package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.conversations.transfer.ChatFiles;
import io.holdall.models.conversations.transfer.ImportOptions;
import io.holdall.models.conversations.transfer.ImportReport;
import io.holdall.models.conversations.transfer.OnDifferent;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
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

  @Test
  void aReplacementThatFailedIsFinishedByRepeatingIt() throws IOException {
    Faults faults = Faults.scripted();
    Conversations chats = in(faults.decorate(new MemoryBackend()));
    chats.append("chats_1", Message.user("another"));
    faults.before(batch -> true, () -> faults.next(Fault.REFUSED));
    ImportOptions replacing = options().onDifferent(OnDifferent.REPLACE);
    assertThatThrownBy(() -> ChatFiles.of(chats).importFile(file, replacing))
        .isInstanceOf(StorageException.Unavailable.class);
    faults.heal();
    ChatFiles.of(chats).importFile(file, replacing);
    assertThat(chats.messages("chats_1")).hasSize(4);
    assertThat(chats.stats()).isEqualTo(new ConversationStats(4, MESSAGES));
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
