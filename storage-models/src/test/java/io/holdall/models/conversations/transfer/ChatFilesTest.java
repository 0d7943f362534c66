package io.holdall.models.conversations.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.models.conversations.Conversation;
import io.holdall.models.conversations.ConversationStats;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.SessionInfo;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatFilesTest {
  private static final String CALL =
      "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":"
          + " 1}\"}}],\"refusal\":null}";
  private static final String ANSWER =
      "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"name\":\"f\",\"content\":\"21\",\"ms\":1E2}";
  private static final String HI = "{\"role\":\"user\",\"content\":\"hi\"}";

  @TempDir Path directory;

  private final Conversations chats = Conversations.in(Storage.inMemory());
  private final ChatFiles files = ChatFiles.of(chats);

  @Test
  void whatIsImportedIsReported() throws IOException {
    Path file = trajectories(3, 4);
    assertThat(files.importFile(file))
        .extracting(
            ImportReport::file,
            ImportReport::format,
            ImportReport::sessions,
            ImportReport::messages,
            ImportReport::toolCalls,
            ImportReport::brokenCount)
        .containsExactly("trajectories.json", "tau-bench", 3L, 12L, 3L, 0L);
    assertThat(chats.stats()).isEqualTo(new ConversationStats(3, 12));
    assertThat(chats.sessions())
        .extracting(Session::id)
        .containsExactly("task_2_trial_0", "task_1_trial_0", "task_0_trial_0");
    assertThat(chats.session("task_1_trial_0").orElseThrow().metadata().text())
        .isEqualTo(
            "{\"task_id\":1,\"reward\":1.0,\"info\":{\"cost\":0.0035475000000000003}}"
                .replace("}}", "},\"trial\":0}"));
    assertThat(chats.messages("task_1_trial_0").map(m -> m.json().text()).limit(3))
        .containsExactly(HI, CALL, ANSWER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "openai-jsonl", "tau-bench"})
  void sessionsComeOutAsTheyWentIn(String format) throws IOException {
    files.importFile(trajectories(3, 5));
    Path out = directory.resolve("again");
    ExportReport report = files.exportFile(out, format);
    assertThat(report).isEqualTo(new ExportReport(format, 3, 15, 3));

    Conversations second = Conversations.in(Storage.inMemory());
    ChatFiles.of(second).importFile(out);
    assertThat(contents(second)).isEqualTo(contents(chats));
    Path third = directory.resolve("third");
    ChatFiles.of(second).exportFile(third, format);
    assertThat(third).hasSameTextualContentAs(out);
  }

  @Test
  void oneSessionComesOutAsAnArrayOfMessages() throws IOException {
    Path file = write("chat.json", "[" + HI + "," + CALL + "," + ANSWER + "]");
    assertThat(files.importFile(file).toolCalls()).isEqualTo(1);
    Path out = directory.resolve("out.json");
    files.exportFile(out, "openai-messages");
    assertThat(Files.readString(out))
        .isEqualTo("[\n" + HI + ",\n" + CALL + ",\n" + ANSWER + "\n]\n");

    chats.append("other", Message.user("x"));
    assertThatThrownBy(() -> files.exportFile(out, "openai-messages"))
        .isInstanceOf(Unsupported.class);
    assertThat(Files.readString(out)).contains(ANSWER);
    files.exportFile(out, "openai-messages", List.of("other"));
    assertThat(Files.readString(out)).contains("\"x\"");
    assertThat(names()).containsExactlyInAnyOrder("chat.json", "out.json");
  }

  @Test
  void ourOwnFormatLosesNothing() throws IOException {
    Instant then = Instant.parse("2025-01-02T03:04:05.000006Z");
    SessionInfo info =
        SessionInfo.none()
            .withOwner("ana")
            .withTitle("Trip \uD83D\uDE00")
            .withMetadata(JsonObject.parse("{\"n\":1.0,\"half\":\"\\ud83d\"}"))
            .withFields(JsonObject.parse("{\"pinned\":null}"));
    Message message =
        Message.parse(CALL).withMetadata(JsonObject.parse("{\"ms\":1E2}")).at(then.plusSeconds(1));
    chats.createAll(
        List.of(
            new Conversation("s1", info, Optional.of(then), List.of(message, message)),
            new Conversation("a/b", SessionInfo.none(), Optional.of(then), List.of())));
    Path out = directory.resolve("out.jsonl");
    files.exportFile(out, "holdall-jsonl");

    Conversations second = Conversations.in(Storage.inMemory());
    ImportReport report = ChatFiles.of(second).importFile(out);
    assertThat(report.sessions()).isEqualTo(2);
    assertThat(second.session("s1")).isEqualTo(chats.session("s1"));
    assertThat(second.session("a/b")).isEqualTo(chats.session("a/b"));
    assertThat(second.messages("s1").toList()).isEqualTo(chats.messages("s1").toList());
  }

  @Test
  void anEmptyStoreMakesAWholeFile() throws IOException {
    for (String format : List.of("openai", "openai-jsonl", "holdall-jsonl", "tau-bench")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(files.exportTo(out, format, List.of()).sessions()).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8).strip()).isIn("", "[]");
    }
    assertThatThrownBy(() -> files.exportTo(new ByteArrayOutputStream(), "openai", List.of("none")))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aFileWithABrokenRecordIsNotImportedUnlessToldTo() throws IOException {
    Path file =
        write(
            "c.json",
            "[{\"messages\":[" + HI + "]},\n {\"messages\":[{}]},\n {\"messages\":[" + HI + "]}]");
    assertThatThrownBy(() -> files.importFile(file))
        .isInstanceOfSatisfying(
            ImportRefused.class,
            refused ->
                assertThat(refused.report().broken())
                    .extracting(BrokenRecord::toString)
                    .containsExactly(
                        "record 2, line 2, column 2: message 1 is no object with a role"));
    assertThat(chats.storage().keys(Scan.all())).isEmpty();

    ImportReport report = files.importFile(file, ImportOptions.defaults().skipBroken());
    assertThat(report.sessions()).isEqualTo(2);
    assertThat(report.brokenCount()).isEqualTo(1);
    assertThat(chats.sessions()).extracting(Session::id).containsExactly("c_3", "c_1");
  }

  @Test
  void whatTheStoreCannotTakeIsBroken() throws IOException {
    Conversations small = in(MemoryBackend.defaultCapabilities().maxValueBytes(1_000).build());
    String large = "{\"role\":\"user\",\"content\":\"" + "x".repeat(1_000) + "\"}";
    Path file =
        write(
            "x.jsonl",
            ("{'type':'session','id':'s1'}\n{'type':'message','session':'s1','message':"
                    + large
                    + "}\n{'type':'session','id':''}\n{'type':'session','id':'s2'}\n"
                    + "{'type':'session','id':'s2'}\n{'type':'session','id':'s3','title':'"
                    + "y".repeat(1_000)
                    + "'}\n")
                .replace('\'', '"'));
    ImportReport report =
        ChatFiles.of(small).importFile(file, ImportOptions.defaults().skipBroken());
    assertThat(report.broken())
        .extracting(broken -> broken.place().line())
        .containsExactly(2L, 3L, 5L, 6L);
    assertThat(small.sessions()).extracting(Session::id).containsExactly("s2");
  }

  @Test
  void importingAgainChangesNothing() throws IOException {
    Path file = trajectories(5, 4);
    files.importFile(file);
    List<String> before = contents(chats);
    ImportReport again = files.importFile(file);
    assertThat(again.alreadyThere()).isEqualTo(5);
    assertThat(again.sessions()).isZero();
    assertThat(again.messages()).isZero();
    assertThat(again.toolCalls()).isZero();
    chats.append("task_1_trial_0", Message.user("goes on"));
    assertThat(files.importFile(file).alreadyThere()).isEqualTo(5);
    chats.delete("task_1_trial_0");
    assertThat(files.importFile(file).sessions()).isEqualTo(1);
    assertThat(contents(chats)).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void anImportThatWasKilledIsContinued() throws IOException {
    Path file = trajectories(2, 40);
    files.importFile(file);
    List<String> whole = contents(chats);
    // A store that takes few operations a commit, so that a session is several commits.
    for (int stored = 1; stored < 40; stored += 7) {
      Conversations half = in(MemoryBackend.defaultCapabilities().maxBatchOperations(20).build());
      List<Message> messages = chats.messages("task_1_trial_0").limit(stored).toList();
      half.create("task_1_trial_0", chats.session("task_1_trial_0").orElseThrow().info());
      messages.forEach(message -> half.append("task_1_trial_0", message));
      ImportReport report = ChatFiles.of(half).importFile(file);
      assertThat(report.continued()).isEqualTo(1);
      assertThat(report.sessions()).isEqualTo(1);
      assertThat(report.messages()).isEqualTo(80 - stored);
      assertThat(contents(half)).containsExactlyInAnyOrderElementsOf(whole);
    }
  }

  @ParameterizedTest
  @EnumSource(OnDifferent.class)
  void aSessionThatDiffersFromTheStoredOneIsDealtWithAsTold(OnDifferent policy) throws IOException {
    chats.append("task_1_trial_0", Message.user("something else"));
    Path file = trajectories(3, 4);
    ImportOptions options = ImportOptions.defaults().onDifferent(policy);
    if (policy == OnDifferent.REFUSE) {
      assertThatThrownBy(() -> files.importFile(file, options))
          .isInstanceOfSatisfying(
              ImportRefused.class,
              refused ->
                  assertThat(refused.report().different()).containsExactly("task_1_trial_0"));
      assertThat(chats.stats()).isEqualTo(new ConversationStats(1, 1));
      return;
    }
    ImportReport report = files.importFile(file, options);
    long there = chats.messages("task_1_trial_0").count();
    switch (policy) {
      case SKIP -> {
        assertThat(there).isEqualTo(1);
        assertThat(report.different()).containsExactly("task_1_trial_0");
        assertThat(report.sessions()).isEqualTo(2);
      }
      case REPLACE -> {
        assertThat(there).isEqualTo(4);
        assertThat(report.replaced()).isEqualTo(1);
        assertThat(report.sessions()).isEqualTo(3);
      }
      default -> {
        assertThat(there).isEqualTo(1);
        assertThat(report.renamed()).containsEntry("task_1_trial_0", "task_1_trial_0_2");
        assertThat(chats.messages("task_1_trial_0_2")).hasSize(4);
        assertThat(files.importFile(file, options).alreadyThere()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'content':'hi'|'content':'ho'",
        "'content':'hi'|'content':null",
        "1.0|1",
        "'ms':1|'ms':2",
        "05Z|06Z",
        "'T'|'U'",
        "'ana'|'bob'",
        "'pin':1|'pin':2",
        "'meta':1|'meta':1.0"
      })
  void everyDifferenceIsNoticed(String change) throws IOException {
    String lines =
        """
        {'type':'session','id':'s','owner':'ana','title':'T','metadata':{'meta':1},'pin':1}
        {'type':'message','session':'s','time':'2026-01-02T03:04:05Z','metadata':{'ms':1},'message':{'role':'user','content':'hi','x':1.0}}
        {'type':'message','session':'s','message':{'role':'user'}}
        """;
    int bar = change.indexOf('|');
    String different = lines.replace(change.substring(0, bar), change.substring(bar + 1));
    files.importFile(write("x.jsonl", lines.replace('\'', '"')));
    Path changed = write("x.jsonl", different.replace('\'', '"'));
    assertThatThrownBy(() -> files.importFile(changed))
        .isInstanceOfSatisfying(
            ImportRefused.class,
            refused -> assertThat(refused.report().different()).containsExactly("s"));
  }

  @Test
  void trajectoriesOfOneTaskAndTrialGetNamesOfTheirOwn() throws IOException {
    Path file =
        write(
            "t.json",
            "[{\"task_id\":1,\"trial\":0,\"traj\":["
                + HI
                + "]},{\"task_id\":1,\"trial\":0,\"traj\":["
                + CALL
                + "]},{\"task_id\":1,\"trial\":0,\"traj\":["
                + HI
                + "]}]");
    assertThat(files.importFile(file).sessions()).isEqualTo(3);
    assertThat(chats.sessions())
        .extracting(Session::id)
        .containsExactly("task_1_trial_0_3", "task_1_trial_0_2", "task_1_trial_0");
    assertThat(files.importFile(file).alreadyThere()).isEqualTo(3);
  }

  @Test
  void storesOfSmallCommitsAndOfSingleEntriesTakeTheSame() throws IOException {
    Path file = trajectories(4, 30);
    files.importFile(file);
    for (Capabilities capabilities :
        List.of(
            MemoryBackend.defaultCapabilities().maxBatchOperations(9).build(),
            MemoryBackend.defaultCapabilities().maxBatchBytes(4_000).build(),
            MemoryBackend.defaultCapabilities().atomicity(Atomicity.ENTRY).build())) {
      Conversations other = in(capabilities);
      ImportReport report = ChatFiles.of(other).importFile(file);
      assertThat(report.sessions()).isEqualTo(4);
      assertThat(contents(other)).containsExactlyInAnyOrderElementsOf(contents(chats));
      assertThat(ChatFiles.of(other).importFile(file).alreadyThere()).isEqualTo(4);
    }
  }

  @Test
  void ownersAndFormatsCanBeNamed() throws IOException {
    Path file = write("t.json", "[{\"messages\":[" + HI + "]}]");
    files.importFile(file, ImportOptions.defaults().owner("ana").format("openai"));
    assertThat(chats.sessionsOf("ana")).hasSize(1);
    assertThatThrownBy(() -> files.importFile(file, ImportOptions.defaults().format("tau-bench")))
        .isInstanceOf(ImportRefused.class);
  }

  @Test
  void progressEndsAtTheTotal() throws IOException {
    List<String> told = new ArrayList<>();
    files.importFile(
        trajectories(2, 3),
        ImportOptions.defaults().progress((done, total) -> told.add(done + "/" + total)));
    assertThat(told).containsExactly("1/6", "2/6", "3/6", "4/6", "5/6", "6/6");
  }

  @Test
  void aCheckStoresNothing() throws IOException {
    ImportReport report =
        files.check(
            io.holdall.models.conversations.format.ChatSource.of(trajectories(2, 3)),
            ImportOptions.defaults());
    assertThat(report.sessions()).isEqualTo(2);
    assertThat(report.messages()).isEqualTo(6);
    assertThat(chats.storage().keys(Scan.all())).isEmpty();
  }

  /** Each with a call of a tool, its answer, and as many other messages as are missing. */
  private Path trajectories(int count, int messages) throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> traj = new ArrayList<>(List.of(HI, CALL, ANSWER));
      for (int m = 3; m < messages; m++) {
        traj.add(
            "{\"content\": [{\"type\": \"text\", \"text\": \"m" + m + "\"}], \"role\": \"user\"}");
      }
      records.add(
          "{\"task_id\": %d, \"reward\": 1.0, \"info\": {\"cost\": 0.0035475000000000003}, \"traj\": %s, \"trial\": 0}"
              .formatted(i, traj));
    }
    return write("trajectories.json", records.toString());
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static Conversations in(Capabilities capabilities) {
    return Conversations.in(Storage.of(new MemoryBackend(capabilities)));
  }

  /** Metadata and messages of every session, in the order of the list. */
  private static List<String> contents(Conversations chats) {
    return chats
        .sessions()
        .map(
            session ->
                session.metadata()
                    + " "
                    + chats.messages(session.id()).map(m -> m.json().text()).toList())
        .toList();
  }
}
