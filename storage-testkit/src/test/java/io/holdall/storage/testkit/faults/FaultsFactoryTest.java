package io.holdall.storage.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultsFactoryTest {
  private static final Key KEY = Key.of("a");

  @TempDir private Path directory;

  @Test
  void aProfileCanLoseEveryAnswer() throws IOException {
    try (Storage storage = open("{ type = faults, seed = 7, answer-lost-percent = 100 }")) {
      assertThatThrownBy(() -> storage.put(KEY, Value.json("1")))
          .isInstanceOf(OutcomeUnknown.class);
      assertThat(storage.get(KEY)).isPresent();
    }
  }

  @Test
  void aPercentageAboveAHundredIsRefused() {
    assertThatThrownBy(() -> open("{ type = faults, seed = 7, refused-percent = 101 }"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("setting=refused-percent");
  }

  private Storage open(String decorator) throws IOException {
    Files.writeString(
        directory.resolve("holdall.conf"),
        "holdall.profiles.broken { storage { type = memory }, decorators = [%s] }"
            .formatted(decorator));
    return Profiles.load(Map.of("HOLDALL_PROFILE", "broken"), directory).open();
  }
}
