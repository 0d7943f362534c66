package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged store that this process has open, and a repair that another one tries. */
final class HeldStoreTest {
  private static final String MARK = "the damaged one";

  @TempDir Path directory;

  @BeforeEach
  void requireShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no sh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void aStoreThatAnotherProcessHoldsIsNotRepaired(String profile) throws Exception {
    Stores stores = Stores.in(directory).with(profile);
    Key damaged = Key.of("k", "1");
    try (Storage storage = open(stores)) {
      storage.put(damaged, Value.json("\"" + MARK + "\""));
      storage.put(Key.of("k", "2"), Value.json("2"));
    }
    List<String> damage = damage();
    try (Storage storage = open(stores)) {
      storage.get(Key.of("k", "2"));
      // From outside: closing a file in this process would let go of its locks.
      assertThat(new ProcessBuilder(damage).start().waitFor()).isZero();
      assertRefused(stores);
      try {
        storage.get(damaged);
      } catch (Corrupt e) {
        assertThat(e.attribute("file")).isPresent();
      }
      assertRefused(stores);
      storage.put(Key.of("k", "3"), Value.json("3"));
    }
    assertThat(CommandProcess.run(stores, List.of(), "repair").exitCode()).isEqualTo(3);
    assertThat(stores.run("get", "k/3").out()).isEqualTo("3");
    assertThat(stores.run("verify").exitCode()).isZero();
  }

  private static void assertRefused(Stores stores) throws Exception {
    CommandRun repair = CommandProcess.run(stores, List.of(), "repair", "--json");
    assertThat(repair.exitCode()).as(repair.err()).isEqualTo(11);
    assertThat(repair.jsonError().get("kind").asString()).isEqualTo("Unavailable");
    assertThat(repair.jsonError().get("attributes").get("reason").asString()).isEqualTo("locked");
    assertThat(repair.jsonError().get("attributes").has("holder")).isTrue();
  }

  /** The command that changes a byte of the value where it is stored. */
  private List<String> damage() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(MARK);
      if (at >= 0) {
        String command = "printf X | dd of='%s' bs=1 seek=%d conv=notrunc".formatted(file, at);
        return List.of("sh", "-c", command);
      }
    }
    throw new AssertionError("the value is nowhere");
  }

  private static Storage open(Stores stores) {
    return Profiles.load(stores.environment(), stores.directory()).open();
  }
}
