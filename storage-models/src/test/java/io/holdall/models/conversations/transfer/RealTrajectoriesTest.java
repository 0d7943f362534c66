package io.holdall.models.conversations.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.models.conversations.ConversationStats;
import io.holdall.models.conversations.Conversations;
import io.holdall.storage.Storage;
import io.holdall.storage.json.JsonBackend;
import io.holdall.storage.sqlite.SqliteBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * 200 real conversations of tau-bench, which lie beside the project where it is built by its CI.
 */
final class RealTrajectoriesTest {
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @TempDir Path directory;

  @Test
  void allOfThemComeOutOfAnyStoreAsTheyWentIn() throws IOException {
    Path file = file();
    Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + file);
    try (Storage memory = Storage.inMemory();
        Storage json = Storage.of(JsonBackend.open(directory.resolve("json")));
        Storage sqlite = Storage.of(SqliteBackend.open(directory.resolve("sqlite")))) {
      assertThat(exported(memory, file)).isEqualTo(trajectories(file));
      assertThat(exported(json, file)).isEqualTo(trajectories(file));
      assertThat(exported(sqlite, file)).isEqualTo(trajectories(file));
    }
  }

  private Map<String, JsonNode> exported(Storage storage, Path file) throws IOException {
    Conversations chats = Conversations.in(storage);
    ImportReport report = ChatFiles.of(chats).importFile(file);
    assertThat(report.format()).isEqualTo("tau-bench");
    assertThat(report.sessions()).isEqualTo(200);
    assertThat(report.messages()).isEqualTo(5_308);
    assertThat(report.toolCalls()).isEqualTo(1_164);
    assertThat(chats.stats()).isEqualTo(new ConversationStats(200, 5_308));
    assertThat(ChatFiles.of(chats).importFile(file).alreadyThere()).isEqualTo(200);

    Path out = directory.resolve("exported.json");
    assertThat(ChatFiles.of(chats).exportFile(out, "tau-bench"))
        .isEqualTo(new ExportReport("tau-bench", 200, 5_308, 1_164));
    return trajectories(out);
  }

  /** By task and trial, in trees that tell 1.0 from 1 and null from absent. */
  private static Map<String, JsonNode> trajectories(Path file) {
    Map<String, JsonNode> trajectories = new HashMap<>();
    for (JsonNode node : EXACT.readTree(file.toFile())) {
      trajectories.put(node.get("task_id") + "/" + node.get("trial"), node);
    }
    return trajectories;
  }

  /** In the folder {@code shared} beside the project's root. */
  private static Path file() {
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("data/tau-bench/gpt-4o-airline.json");
  }
}
