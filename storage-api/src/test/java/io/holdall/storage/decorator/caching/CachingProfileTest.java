package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache of two tiers as a profile describes it. */
final class CachingProfileTest {
  @TempDir Path directory;

  @Test
  void profileOpensACacheWithItsSecondTier() throws IOException {
    Profiles profiles =
        load(
            """
            { type = caching, max-bytes = 1MiB
              second-tier { storage { type = memory } }
              second-tier-time-to-live = 10m }
            """);
    try (Storage storage = profiles.open("mine")) {
      storage.get(Key.of("a"));
      storage.get(Key.of("a"));
      assertThat(storage.stats().details())
          .containsEntry("cache negative hits", "1")
          .containsEntry("second tier failures", "0");
    }
    assertThat(profiles.profile("mine").explain().text())
        .contains("second-tier.storage.type", "second-tier-time-to-live");
  }

  @Test
  void misspeltSettingIsAnErrorThatNamesTheRightOne() {
    assertThatThrownBy(() -> load("{ type = caching, max-byte = 1MiB }").open("mine"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("max-bytes");
  }

  private Profiles load(String caching) throws IOException {
    Files.writeString(
        directory.resolve("holdall.conf"),
        """
        holdall.profiles.mine {
          storage { type = memory }
          decorators = [%s]
        }
        """
            .formatted(caching));
    return Profiles.load(Map.of("HOLDALL_PROFILE", "mine"), directory);
  }
}
