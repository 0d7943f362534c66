package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.emulators.s3.Weakness;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening stores: what is tried, made and refused. */
final class OpeningTest {
  @ParameterizedTest
  @EnumSource
  void aServiceThatDoesNotKeepConditionsIsRefused(Weakness weakness) {
    try (TestStore store = new TestStore(weakness)) {
      assertThatThrownBy(store::open)
          .isInstanceOfSatisfying(
              Configuration.class,
              e -> {
                assertThat(e).hasMessageContaining("conditions = unsupported");
                assertThat(e.attribute("ignored")).isPresent();
              });
      assertThat(store.service.names(TestStore.BUCKET)).noneMatch(name -> name.contains("probe"));
      try (Storage without = store.open(builder -> builder.conditions(false))) {
        assertThat(without.capabilities().conditions()).isFalse();
        without.put(Key.of("a"), Value.json("1"));
      }
    }
  }

  @Test
  void openingCostsAFewRequestsAndLeavesOneObject() {
    try (TestStore store = new TestStore()) {
      store.open().close();
      Storage.of(store.builder().open()).close();
      assertThat(store.service.names(TestStore.BUCKET)).containsExactly("store/!holdall.json");
      // The mark, two races of four, three removals, and the front's look for what it requires.
      assertThat(store.service.count()).isEqualTo(1 + 2 * 4 + 3 + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET_AFTER", "ERROR_AFTER", "ERROR_BEFORE", "SLOW_DOWN", "CONTENDED"})
  void aServiceThatStumblesIsNotTakenForOneThatIgnoresConditions(Fault fault) {
    try (TestStore store = new TestStore()) {
      store.open().close();
      store.service.next(Operation.PUT, fault, fault, fault);
      store.service.next(Operation.DELETE, fault, fault);
      store.open().close();
    }
  }

  @Test
  void aBucketIsMadeOnlyWhenTold() {
    try (FakeS3 service = FakeS3.start()) {
      S3Backend.Builder store =
          S3Backend.builder("fresh")
              .endpoint(service.endpoint())
              .pathStyle(true)
              .credentials(FakeS3.ACCESS_KEY, FakeS3.SECRET_KEY);
      assertThatThrownBy(store::open)
          .isInstanceOfSatisfying(
              Unavailable.class, e -> assertThat(e.attribute("reason")).contains("not-found"));
      try (Storage made = Storage.of(store.createBucket(true).open())) {
        made.put(Key.of("a"), Value.json("1"));
      }
      Storage.of(store.open()).close();
      assertThat(service.count(Operation.CREATE_BUCKET)).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoSuchStoreIsNotTouched() {
    try (TestStore store = new TestStore()) {
      store.service.put(
          TestStore.BUCKET,
          "store/!holdall.json",
          Envelope.wrap(Value.json("{\"store\":\"holdall\",\"form\":2}"), "n".repeat(22)));
      assertThatThrownBy(store::open).isInstanceOf(Corrupt.class);
      store.service.put(TestStore.BUCKET, "store/!holdall.json", new byte[] {1});
      assertThatThrownBy(store::open).isInstanceOf(Corrupt.class);
    }
  }

  @Test
  void aServiceThatIsNotThereIsUnavailable() {
    TestStore store = new TestStore();
    S3Backend.Builder builder = store.builder().timeout(Duration.ofMillis(200));
    store.close();
    assertThatThrownBy(builder::open).isInstanceOf(Unavailable.class);
  }

  @Test
  void objectsCanBeReadByPeople() {
    try (TestStore store = new TestStore();
        Storage storage = store.open()) {
      storage.put(Key.of("notes", "a b"), Value.json("{\"text\":\"milk\"}"));
      storage.put(Key.of("pictures", "cat"), Value.binary(new byte[] {1, 2, 3}));
      assertThat(store.service.names(TestStore.BUCKET))
          .containsExactly("store/!holdall.json", "store/notes/a%20b", "store/pictures/cat");
      String text =
          new String(
              store.service.body(TestStore.BUCKET, "store/notes/a%20b"), StandardCharsets.UTF_8);
      assertThat(text)
          .matches(
              "\\{\"holdall\":1,\"nonce\":\"[A-Za-z0-9_-]{22}\",\"crc32c\":\"[0-9a-f]{8}\","
                  + "\"value\":\\{\"text\":\"milk\"}}\n");
      assertThat(store.service.type(TestStore.BUCKET, "store/notes/a%20b"))
          .isEqualTo("application/json");
      assertThat(store.service.type(TestStore.BUCKET, "store/pictures/cat"))
          .isEqualTo("application/octet-stream");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "./a", "a/..", "ü", "a b", "a?b"})
  void aPrefixThatServicesWouldReadInDifferentWaysIsRefused(String prefix) {
    assertThatThrownBy(() -> S3Backend.builder("b").prefix(prefix).open())
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("prefix");
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, localhost, endpoint",
    "endpoint, 'http://user:pass@host', endpoint",
    "concurrency, 0, concurrency",
    "multipart-threshold, 1MiB, multipart-threshold",
    "request-timeout, 0s, request-timeout",
    "access-key, alone, secret-key"
  })
  void settingsThatMakeNoSenseAreRefusedByTheirName(String name, String text, String named) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("bucket", "b");
    texts.put(name, text);
    S3BackendFactory factory = new S3BackendFactory();
    Settings settings = Settings.of("backend s3", factory.settings(), texts);
    Throwable refused = catchThrowable(() -> factory.open(settings));
    assertThat(refused).isInstanceOf(Configuration.class).hasMessageContaining(named);
    assertThat(refused.toString()).doesNotContain("pass@");
  }
}
