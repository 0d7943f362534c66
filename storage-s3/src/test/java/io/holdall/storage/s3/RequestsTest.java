package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests as they are made to S3 alone; {@link ServiceContractTest} has the rest. */
final class RequestsTest {
  private static final Key KEY = Key.of("notes", "n1");

  private final TestStore store = new TestStore();
  private final Storage storage = store.open();

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @Test
  void aListingHasAThousandNames() {
    store.fill(Key.of("r"), 1_000, Value.json("1"));
    Page page = storage.scan(Scan.under(Key.of("r")).keysOnly());
    assertThat(page.entries()).hasSize(1_000);
    assertThat(page.more()).isFalse();
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void largeObjectsAreWrittenInPartsUnderTheSameConditions() {
    byte[] large = new byte[12 << 20];
    new Random(7).nextBytes(large);
    Value value = Value.binary(large);
    try (Storage parted = store.open(builder -> builder.multipartThreshold(5 << 20))) {
      Version version = parted.put(KEY, value, Condition.absent());
      assertThat(store.service.count(Operation.UPLOAD_PART)).isEqualTo(3);
      assertThat(store.service.count(Operation.PUT)).isZero();
      Entry read = parted.get(KEY).orElseThrow();
      assertThat(read.value()).isEqualTo(value);
      assertThat(read.version()).isEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, value, Condition.absent()))
          .isInstanceOf(Conflict.class);
      Version next = parted.put(KEY, value, Condition.version(version));
      assertThat(next).isNotEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, value, Condition.version(version)))
          .isInstanceOf(Conflict.class);
      assertThat(store.service.openUploads(TestStore.BUCKET)).isZero();
    }
  }
}
