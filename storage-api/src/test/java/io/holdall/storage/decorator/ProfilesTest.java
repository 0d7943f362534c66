package io.holdall.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decorators of this module, as profiles name them. */
final class ProfilesTest {
  private static final Value VALUE = Value.json("1");

  @TempDir Path directory;

  @Test
  void aStackOfThemIsBuiltFromAProfile() throws IOException {
    try (Storage storage =
        open(
            """
            { type = namespace, prefix = tenants/a }
            { type = limits, max-value-bytes = 1KiB
              prefixes = [{ prefix = chats, max-entries = 2 }] }
            { type = retry, deadline = 1s, unique-values = true }
            """)) {
      storage.put(Key.of("chats", "1"), VALUE);
      storage.put(Key.of("chats", "2"), VALUE);
      assertThatThrownBy(() -> storage.put(Key.of("chats", "3"), VALUE))
          .isInstanceOf(LimitExceeded.class);
      assertThat(storage.keys(Scan.all()))
          .containsExactly(Key.of("chats", "1"), Key.of("chats", "2"));
      assertThat(storage.capabilities().maxValueBytes()).isEqualTo(1024);
      assertThat(storage.capabilities().maxKeyBytes()).isEqualTo(890);
    }
  }

  @Test
  void aProfileCanBeReadOnly() throws IOException {
    try (Storage storage = open("{ type = read-only }")) {
      assertThatThrownBy(() -> storage.put(Key.of("a"), VALUE)).isInstanceOf(AccessDenied.class);
    }
  }

  @Test
  void twoRetriesAreRefused() {
    assertThatThrownBy(() -> open("{ type = retry }, { type = limits }, { type = retry }"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("multiply");
  }

  private Storage open(String decorators) throws IOException {
    Files.writeString(
        directory.resolve("holdall.conf"),
        "holdall.profiles.mine { storage { type = memory }, decorators = [\n%s] }"
            .formatted(decorators));
    return Profiles.loader()
        .environment(Map.of())
        .workingDirectory(directory)
        .select("mine")
        .load()
        .open();
  }
}
