package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody writes to a database while it is repaired: what he wrote would be lost. */
final class RepairLockTest {
  private static final String MARK = "the damaged one";

  private final SqliteBackendFactory factory = new SqliteBackendFactory();
  private final StoreMaintenance maintenance = factory.maintenance().orElseThrow();

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void damage() throws IOException {
    file = directory.resolve("store.db");
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      storage.put(Key.of("a"), Value.json("\"" + MARK + "\""));
      storage.put(Key.of("b"), Value.json("1"));
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(MARK)] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void anotherProcessCannotWriteDuringARepair() {
    List<String> said = new ArrayList<>();
    ProgressListener salvaging =
        (page, pages) -> {
          if (page == pages) {
            said.add(writeFromOutside());
          }
        };
    Repair repair = maintenance.repair(settings(), false, salvaging);
    assertThat(repair.entriesKept()).isEqualTo(1);
    assertThat(said).containsExactly("locked");
    assertThat(writeFromOutside()).isEqualTo("written");
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      assertThat(storage.get(Key.of("late"))).isPresent();
    }
  }

  @Test
  void aLookAtWhatRepairWouldDoKeepsNobodyOut() {
    List<String> said = new ArrayList<>();
    maintenance.repair(
        settings(),
        true,
        (page, pages) -> {
          if (page == pages) {
            said.add(writeFromOutside());
          }
        });
    assertThat(said).containsExactly("written");
  }

  private String writeFromOutside() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WritingChild.class.getName(), file.toString()));
    try {
      Path out = directory.resolve("out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private Settings settings() {
    return Settings.of("backend sqlite", factory.settings(), Map.of("path", file.toString()));
  }
}
