package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.disk.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cloud_direct} promises beyond the contract. */
final class CloudProfileTest {
  private static final String SECRET = "the-combination-is-27-14-90";
  private static final Scan NOTES = Scan.under(Key.of("notes"));
  private static final int COUNT = 100;

  @TempDir Path directory;
  @RegisterExtension final Cloud cloud = new Cloud(() -> directory);

  @Test
  void withAKeyNoFileOfTheCacheAndNoObjectHasPlainText() throws IOException {
    try (Storage storage = cloud.open(small(cloud.encrypted()))) {
      fill(storage);
      assertThat(filesWith(SECRET)).isEmpty();
      assertThat(objectsWith(SECRET)).isEmpty();
    }
    try (Storage storage = cloud.open(small(plainPrefix()))) { // the search can find it
      fill(storage);
      assertThat(filesWith(SECRET)).isNotEmpty();
      assertThat(objectsWith(SECRET)).isNotEmpty();
    }
    assertThat(filesWith(SECRET)).as("after closing").isEmpty();
  }

  @Test
  void aStoreThatWasWrittenWithAKeyIsRefusedWithoutIt() {
    try (Storage storage = cloud.open(cloud.encrypted())) {
      storage.put(note(1), Value.json("1"));
    }
    assertThatThrownBy(() -> cloud.open(cloud.plain()))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("encryption");
    try (Storage storage = cloud.open(cloud.encrypted())) {
      assertThat(storage.get(note(1))).isPresent();
    }
  }

  @Test
  void twoOpeningsHaveEachTheirOwnCache() {
    Map<String, String> variables = small(cloud.plain());
    try (Storage one = cloud.open(variables)) {
      fill(one);
      try (Storage two = cloud.open(variables)) {
        assertThat(two.stream(NOTES)).hasSize(COUNT);
        cloud.service.forget();
        assertThat(one.stream(NOTES)).hasSize(COUNT);
        assertThat(cloud.service.count(Operation.GET)).isLessThan(COUNT / 2);
      }
      cloud.service.forget();
      assertThat(one.stream(NOTES)).hasSize(COUNT);
      assertThat(cloud.service.count(Operation.GET)).isLessThan(COUNT / 2);
    }
  }

  @Test
  void theLocalFileSavesRequestsAndServesWhatIsCurrent() {
    try (Storage storage = cloud.open(small(cloud.encrypted()));
        Storage other = cloud.open(cloud.encrypted())) {
      fill(storage);
      other.put(note(3), Value.json("\"changed\""));
      other.delete(note(4));
      cloud.service.forget();

      List<Entry> entries = storage.stream(NOTES).toList();

      assertThat(entries).hasSize(COUNT - 1);
      assertThat(entries.get(3).value()).isEqualTo(Value.json("\"changed\""));
      assertThat(cloud.service.count(Operation.GET)).isLessThan(COUNT / 2);
      assertThat(figure(storage, "second tier hits")).isPositive();
    }
  }

  @Test
  void whatAKilledProcessHasLeftIsNotRead() throws IOException {
    Path left = Files.createDirectories(cloud.cache().resolve("cache-0")).resolve("cache.db");
    Files.writeString(left, "no database, " + SECRET);
    try (Storage storage = cloud.open(small(cloud.encrypted()))) {
      fill(storage);
      assertThat(filesWith(SECRET)).isEmpty();
      assertThat(figure(storage, "second tier failures")).isZero();
    }
  }

  @Test
  void anotherBucketGetsNothingOfTheFirst() {
    cloud.service.createBucket("another");
    Map<String, String> variables = small(cloud.plain());
    try (Storage storage = cloud.open(variables)) {
      fill(storage);
    }
    variables.put("HOLDALL_S3_BUCKET", "another");
    try (Storage storage = cloud.open(variables)) {
      assertThat(storage.stream(NOTES)).isEmpty();
      assertThat(storage.get(note(1))).isEmpty();
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsDoneWithout() throws IOException {
    Files.writeString(cloud.cache(), "a file in the way");
    assertWorks(cloud.open(small(cloud.encrypted())));
  }

  @Test
  void aFullDiskHindersNobody() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("small-disk"), 600 << 10)) {
      Map<String, String> variables = small(cloud.encrypted());
      variables.put("HOLDALL_CACHING_DIRECTORY", disk.directory().resolve("c").toString());
      try (Storage storage = cloud.open(variables)) {
        disk.fill();
        for (int i = 0; i < COUNT; i++) {
          storage.put(note(i), text(i));
        }
        assertThat(storage.stream(NOTES).map(Entry::value))
            .containsExactlyElementsOf(
                IntStream.range(0, COUNT).mapToObj(CloudProfileTest::text).toList());
      }
      assertWorks(cloud.open(variables)); // while it is full
    }
  }

  @Test
  void aCacheThatBreaksWhileItIsInUseHindersNobody() throws IOException {
    try (Storage storage = cloud.open(small(cloud.encrypted()))) {
      fill(storage);
      Files.write(cloud.cache().resolve("cache-0").resolve("cache.db"), new byte[64]);
      assertThat(storage.stream(NOTES).map(Entry::value)).contains(text(0), text(COUNT - 1));
      assertThat(storage.get(note(5)).map(Entry::value)).contains(text(5));
    }
  }

  @Test
  void withoutTheServiceWhatWasReadIsServedAndNothingWritten() {
    Map<String, String> variables = cloud.encrypted();
    variables.put("HOLDALL_S3_TIMEOUT", "1s");
    try (Storage storage = cloud.open(variables)) {
      storage.put(note(1), text(1));
      assertThat(storage.get(note(1))).isPresent();
      cloud.service.close();

      assertThat(storage.get(note(1)).map(Entry::value)).contains(text(1));
      assertThatThrownBy(() -> storage.put(note(1), text(2)))
          .isInstanceOfAny(Unavailable.class, OutcomeUnknown.class);
      assertThatThrownBy(() -> storage.stream(NOTES).count()).isInstanceOf(Unavailable.class);
    }
  }

  private static void assertWorks(Storage storage) {
    try (storage) {
      storage.put(note(1), text(1));
      assertThat(storage.get(note(1)).map(Entry::value)).contains(text(1));
      assertThat(figure(storage, "second tier entries")).isZero();
    }
  }

  /** Memory so small that nearly everything has to go to the file. */
  private static Map<String, String> small(Map<String, String> variables) {
    Map<String, String> changed = new HashMap<>(variables);
    changed.put("HOLDALL_CACHING_MAX_BYTES", "4KiB");
    return changed;
  }

  private Map<String, String> plainPrefix() {
    Map<String, String> variables = cloud.plain();
    variables.put("HOLDALL_S3_PREFIX", "plain");
    return variables;
  }

  /** Writes, reads, and waits until most of it has gone to the file. */
  private static void fill(Storage storage) {
    for (int i = 0; i < COUNT; i++) {
      storage.put(note(i), text(i));
    }
    Awaitility.await()
        .until(
            () -> {
              storage.stream(NOTES).forEach(entry -> {});
              return figure(storage, "second tier entries") > COUNT * 3 / 4;
            });
  }

  /** A figure of the cache; zero if it has none of that name. */
  private static long figure(Storage storage, String name) {
    return Long.parseLong(storage.stats().details().getOrDefault(name, "0"));
  }

  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(cloud.cache())) {
      return files.filter(file -> Files.isRegularFile(file) && contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> objectsWith(String text) {
    return cloud.service.names(Cloud.BUCKET).stream()
        .filter(
            name ->
                new String(cloud.service.body(Cloud.BUCKET, name), StandardCharsets.ISO_8859_1)
                    .contains(text))
        .toList();
  }

  private static Key note(int number) {
    return Key.of("notes").child(number);
  }

  private static Value text(int number) {
    return Value.json("\"%s, note %d\"".formatted(SECRET, number));
  }
}
