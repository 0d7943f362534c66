package io.holdall.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Storage;
import io.holdall.storage.sqlite.SqliteBackend;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * A session of 1,000 messages, appended one by one, each durable before the next, none lost:
 * Holdall, and Spring AI with a window that keeps all of them.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ThousandAppends {
  private static final int MESSAGES = 1_000;
  private static final String SCHEMA =
      "org/springframework/ai/chat/memory/repository/jdbc/schema-sqlite.sql";

  /** Conversations on SQLite. */
  @State(Scope.Benchmark)
  public static class Holdall {
    private final Folder folder = new Folder();
    private final Storage storage = Storage.of(SqliteBackend.open(folder.file("holdall.db")));
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private int session;

    /** Begins a new session. */
    @Setup(Level.Iteration)
    public void begin() {
      session++;
    }

    /** Removes the store. */
    @TearDown
    public void close() {
      threads.shutdownNow();
      storage.close();
      folder.close();
    }
  }

  /** Spring AI's chat memory on SQLite, through a pool, with the same pragmas. */
  @State(Scope.Benchmark)
  public static class Spring {
    private final Folder folder = new Folder();
    private HikariDataSource pool;
    private ChatMemory memory;
    private int session;

    /** Creates the database. */
    @Setup
    public void open() throws SQLException {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(
          "jdbc:sqlite:" + folder.file("spring.db") + "?journal_mode=WAL&synchronous=FULL");
      pool = new HikariDataSource(config);
      new ResourceDatabasePopulator(new ClassPathResource(SCHEMA)).execute(pool);
      memory =
          MessageWindowChatMemory.builder()
              .chatMemoryRepository(JdbcChatMemoryRepository.builder().dataSource(pool).build())
              .maxMessages(MESSAGES)
              .build();
    }

    /** Begins a new session. */
    @Setup(Level.Iteration)
    public void begin() {
      session++;
    }

    /** Removes the database. */
    @TearDown
    public void close() {
      pool.close();
      folder.close();
    }
  }

  /** Holdall's conversations. */
  @Benchmark
  public Conversations appendHoldall(Holdall holdall) {
    Conversations conversations = Conversations.in(holdall.storage);
    for (int i = 0; i < MESSAGES; i++) {
      conversations.append("session_" + holdall.session, Message.user(Payload.json()));
    }
    return conversations;
  }

  /** Holdall's conversations, eight threads on the same session. */
  @Benchmark
  public List<Future<?>> appendHoldallTogether(Holdall holdall) throws Exception {
    Conversations conversations = Conversations.in(holdall.storage);
    List<Future<?>> appends = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      appends.add(
          holdall.threads.submit(
              () ->
                  conversations.append(
                      "session_" + holdall.session, Message.user(Payload.json()))));
    }
    for (Future<?> append : appends) {
      append.get();
    }
    return appends;
  }

  /** Spring AI's chat memory. */
  @Benchmark
  public ChatMemory appendSpring(Spring spring) {
    for (int i = 0; i < MESSAGES; i++) {
      spring.memory.add("session_" + spring.session, new UserMessage(Payload.json()));
    }
    return spring.memory;
  }
}
