package io.holdall.benchmarks;

import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Storage;
import io.holdall.storage.json.JsonBackend;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.sqlite.SqliteBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Durable appends of one message to sessions that have few or many already. Each append goes to
 * another of ten sessions, so that a short one does not grow long while it is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConversationAppends {
  private static final int CHUNK = 1_000;
  private static final int TURNOVER = 20;

  /** The backend below. */
  @Param({"sqlite", "json"})
  private String backend;

  /** How many messages a session has before. */
  @Param({"10", "10000"})
  private int length;

  private final Folder folder = new Folder();
  private Storage storage;
  private Conversations conversations;
  private int session;
  private int appended;

  /** Fills the first session. */
  @Setup
  public void fill() {
    storage = Storage.of(open());
    conversations = Conversations.in(storage);
    fillSession();
  }

  /** Removes the store. */
  @TearDown
  public void close() {
    storage.close();
    folder.close();
  }

  /** One message. */
  @Benchmark
  public Object append() {
    if (length < CHUNK && appended++ == TURNOVER) {
      session++;
      appended = 0;
      fillSession();
    }
    return conversations.append(name(), Message.user(Payload.json()));
  }

  private void fillSession() {
    for (int left = length; left > 0; left -= CHUNK) {
      List<Message> messages = new ArrayList<>();
      for (int i = 0; i < Math.min(left, CHUNK); i++) {
        messages.add(Message.user(Payload.json()));
      }
      conversations.append(name(), messages);
    }
  }

  private String name() {
    return "session_" + session;
  }

  private StorageBackend open() {
    return switch (backend) {
      case "sqlite" -> SqliteBackend.open(folder.file("holdall.db"));
      case "json" -> JsonBackend.open(folder.file("store"));
      default -> throw new IllegalArgumentException(backend);
    };
  }
}
