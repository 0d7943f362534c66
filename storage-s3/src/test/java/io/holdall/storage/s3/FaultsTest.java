package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong as it does on S3 alone; {@link ServiceContractTest} has the rest. */
final class FaultsTest {
  private static final Key KEY = Key.of("notes", "n1");
  private static final Value NEW = Value.json("\"new\"");

  private final TestStore store = new TestStore();
  private final Storage storage = store.open();

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @Test
  void aRefusalSaysWhatTheServiceSaidWithoutSecrets() {
    store.service.next(Operation.PUT, Fault.DENIED);
    Throwable refused = catchThrowable(() -> storage.put(KEY, NEW));
    assertThat(refused).isInstanceOf(AccessDenied.class).hasMessageContaining("code=AccessDenied");

    String wrong = "not-the-secret-of-this-service";
    Throwable unsigned =
        catchThrowable(() -> store.builder().credentials("AKIDEXAMPLE", wrong).open());
    assertThat(unsigned).isInstanceOf(AccessDenied.class);
    for (Throwable e = unsigned; e != null; e = e.getCause()) {
      assertThat(e.toString()).doesNotContain(wrong);
    }
  }

  @Test
  void damageIsReportedWithTheObjectItIsIn() {
    storage.put(KEY, NEW);
    String name = "store/notes/n1";
    byte[] body = store.service.body(TestStore.BUCKET, name);
    body[body.length - 4] ^= 1;
    store.service.put(TestStore.BUCKET, name, body);
    assertThatThrownBy(() -> storage.get(KEY))
        .isInstanceOfSatisfying(
            Corrupt.class,
            e -> {
              assertThat(e.attribute("file")).contains(name);
              assertThat(e.attribute("offset")).isPresent();
            });
    store.service.put(TestStore.BUCKET, name, "a note".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> storage.scan(Scan.all())).isInstanceOf(Corrupt.class);
    assertThat(storage.scan(Scan.all().keysOnly()).entries()).hasSize(1);
  }
}
