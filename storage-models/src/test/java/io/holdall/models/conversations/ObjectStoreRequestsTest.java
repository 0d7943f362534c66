package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Storage;
import io.holdall.storage.s3.S3Backend;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What conversations cost on a store that charges for each request. */
final class ObjectStoreRequestsTest {
  @Test
  void anAppendIsOneWriteOnceTheSessionIsOpen() {
    try (FakeS3 service = FakeS3.start();
        Storage storage = open(service)) {
      Conversations chats = Conversations.in(storage);
      chats.append("s", Message.user("m0"));
      service.forget();
      IntStream.rangeClosed(1, 30).forEach(i -> chats.append("s", Message.user("m" + i)));
      assertCounts(service, 30, 0, 0);
      chats.append("s", Message.user("m31")); // the 32nd message brings the header up to date
      assertCounts(service, 2, 0, 0);
      IntStream.range(32, 1_000).forEach(i -> chats.append("s", Message.user("m" + i)));
      assertCounts(service, 968 + 30, 0, 0);
      // A page: its names, its messages, and whether the session is there.
      assertThat(chats.messages("s")).hasSize(1_000);
      assertCounts(service, 0, 1_000 + 1, 1);
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

  private static void assertCounts(FakeS3 service, int puts, int gets, int lists) {
    assertThat(service.count(Operation.PUT)).as("PUT").isEqualTo(puts);
    assertThat(service.count(Operation.GET)).as("GET").isEqualTo(gets);
    assertThat(service.count(Operation.LIST)).as("LIST").isEqualTo(lists);
    assertThat(service.count()).as("all").isEqualTo(puts + gets + lists);
    service.forget();
  }
}
