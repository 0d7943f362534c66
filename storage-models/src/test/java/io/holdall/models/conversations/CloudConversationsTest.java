package io.holdall.models.conversations;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.encryption.KeysetFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** In a bucket, through all that the profile {@code cloud_direct} puts before it. */
final class CloudConversationsTest extends ConversationsContract {
  private static FakeS3 service = FakeS3.start();

  @BeforeAll
  static void start() {
    service.close();
    service = FakeS3.start();
    service.createBucket("chats");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  Storage open(Path path) {
    Path keyset = path.resolveSibling("keyset.json");
    if (!Files.exists(keyset)) {
      KeysetFile.at(keyset).create(Keys.create(), false);
    }
    Map<String, String> variables =
        Map.of(
            "HOLDALL_PROFILE",
            "cloud_direct",
            "HOLDALL_S3_BUCKET",
            "chats",
            "HOLDALL_S3_PREFIX",
            path.getName(path.getNameCount() - 2) + "-" + path.getFileName(),
            "HOLDALL_S3_ENDPOINT",
            service.endpoint().toString(),
            "HOLDALL_S3_PATH_STYLE",
            "true",
            "HOLDALL_S3_ACCESS_KEY",
            FakeS3.ACCESS_KEY,
            "HOLDALL_S3_SECRET_KEY",
            FakeS3.SECRET_KEY,
            "HOLDALL_ENCRYPTION_KEYSET_FILE",
            keyset.toString());
    return Profiles.load(variables, path.resolveSibling(".")).open();
  }
}
