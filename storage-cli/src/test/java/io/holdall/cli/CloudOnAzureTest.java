package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.emulators.azurite.Azurite;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.migration.Copier;
import io.holdall.storage.spi.Decorator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cloud_direct} with Azure in the place of S3, on Azurite; skipped where it cannot run. */
final class CloudOnAzureTest {
  @TempDir Path directory;

  @Test
  void theTypeSelectsAzureAndTheRestOfTheStackStays() {
    Azurite.unavailable().ifPresent(Assumptions::abort);
    try (Azurite azurite = Azurite.start();
        Cloud cloud = new Cloud(() -> directory)) {
      Map<String, String> variables = cloud.encrypted();
      variables.keySet().removeIf(name -> name.startsWith("HOLDALL_S3_"));
      variables.put("HOLDALL_STORAGE_TYPE", "azure");
      assertThatThrownBy(() -> cloud.profile(variables))
          .isInstanceOf(Configuration.class)
          .hasMessageContaining("HOLDALL_AZURE_CONTAINER");
      variables.put("HOLDALL_AZURE_CONTAINER", "chats");
      variables.put("HOLDALL_AZURE_CREATE_CONTAINER", "true");
      variables.put("HOLDALL_AZURE_CONNECTION_STRING", azurite.connectionString());

      assertThat(cloud.profile(variables).decorators())
          .extracting(Decorator::name)
          .containsExactly("caching", "encryption");
      try (Storage storage = cloud.open(variables)) {
        Conversations.in(storage).append("trip", Message.user("Is breakfast included?"));
      }
      try (Storage storage = cloud.open(variables);
          Storage other = cloud.open(variables);
          Storage bucket = cloud.open(cloud.encrypted())) {
        Conversations chats = Conversations.in(storage);
        assertThat(texts(chats)).containsExactly("Is breakfast included?");
        Conversations.in(other).append("trip", Message.assistant("It is."));
        assertThat(texts(chats)).containsExactly("Is breakfast included?", "It is.");
        assertThat(storage.stats().details().get("cache hits")).isNotEqualTo("0");

        assertThat(Copier.from(storage).to(bucket).run().isExact()).isTrue();
        assertThat(texts(Conversations.in(bucket))).hasSize(2);
      }
      CommandRun explained = cloud.stores(variables).run("explain");
      assertThat(explained.out())
          .contains("HOLDALL_AZURE_CONTAINER")
          .doesNotContain("AccountKey")
          .doesNotContain(azurite.connectionString());
      variables.remove("HOLDALL_ENCRYPTION_KEYSET_FILE");
      assertThatThrownBy(() -> cloud.open(variables)).hasMessageContaining("encryption");
    }
  }

  private static List<String> texts(Conversations chats) {
    return chats.last("trip", 10).stream().map(Message::text).toList();
  }
}
