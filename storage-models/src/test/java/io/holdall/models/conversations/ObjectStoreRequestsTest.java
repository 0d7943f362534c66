package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Storage;
import io.holdall.storage.s3.S3Backend;
import org.junit.jupiter.api.Test;

/** What conversations cost on a store that charges for each request. */
final class ObjectStoreRequestsTest {
  @Test
  void anAppendIsOneWriteOnceTheSessionIsOpen() {
    try (FakeS3 service = FakeS3.start();
        Storage storage = open(service)) {
      Conversations chats = Conversations.in(storage);
      chats.append("s", Message.user("0"));
      service.forget();
      for (int i = 1; i <= 10; i++) {
        chats.append("s", Message.user("m" + i));
      }
      assertThat(service.count(Operation.PUT)).as("writes of 10 appends").isEqualTo(10);
      assertThat(service.count(Operation.GET)).as("reads of 10 appends").isEqualTo(10);
      assertThat(service.count()).isEqualTo(20);
      assertThat(chats.messages("s")).hasSize(11);
    }
  }

  private static Storage open(FakeS3 service) {
    service.createBucket("chats");
    return Storage.of(
        S3Backend.builder("chats")
            .endpoint(service.endpoint())
            .pathStyle(true)
            .credentials(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY)
            .open());
  }
}
