package io.holdall.examples;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.encryption.KeysetFile;
import java.nio.file.Path;
import java.util.Map;

/**
 * Keeps conversations in a bucket, encrypted, with a cache before it. Here the service is inside
 * the process, and its variables are written down; with a bucket of one's own they are those of the
 * environment, and all that is left is {@code Storage.open("cloud_direct")}.
 */
final class E14CloudStore {
  private E14CloudStore() {}

  public static void main(String[] args) {
    KeysetFile.at(Path.of("keys.json")).create(Keys.create(), false);
    try (FakeS3 service = FakeS3.start()) {
      service.createBucket("my-bucket");
      Map<String, String> environment =
          Map.of(
              "HOLDALL_PROFILE", "cloud_direct",
              "HOLDALL_S3_BUCKET", "my-bucket",
              "HOLDALL_S3_ENDPOINT", service.endpoint().toString(),
              "HOLDALL_S3_PATH_STYLE", "true",
              "HOLDALL_S3_ACCESS_KEY", FakeS3.ACCESS_KEY,
              "HOLDALL_S3_SECRET_KEY", FakeS3.SECRET_KEY,
              "HOLDALL_ENCRYPTION_KEYSET_FILE", "keys.json");
      Profiles profiles = Profiles.load(environment, Path.of(""));
      try (Storage here = profiles.open();
          Storage elsewhere = profiles.open()) { // as if on another machine
        Conversations chats = Conversations.in(here);
        chats.append("trip", Message.user("Which flights leave before noon?"));
        chats.append("trip", Message.assistant("Two: at 7:40 and at 11:05."));
        Conversations.in(elsewhere).append("trip", Message.user("The later one, please."));
        chats.last("trip", 20).forEach(message -> System.out.println(message.text()));

        service.forget();
        System.out.println("once more: " + chats.last("trip", 20).size() + " messages");
        System.out.println("requests: " + service.count());
      }
    }
  }
}
