package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Snapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading beside a writer, which is another process as far as the reader can tell. */
final class ReadOnlyTest {
  private final FaultyDisk disk = new FaultyDisk(1);
  private final QueueWorker worker = new QueueWorker();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aReaderFollowsTheWriterThroughSegmentsCompactionsAndReopenings(long seed) {
    Random random = new Random(seed);
    JsonBackend writer = writer();
    JsonBackend reader = reader();
    for (int i = 0; i < 600; i++) {
      put(writer, "n" + random.nextInt(20), i);
      switch (random.nextInt(20)) {
        case 0 -> worker.run();
        case 1 -> {
          writer.close();
          writer = writer();
        }
        case 2 -> {
          disk.kill();
          disk.reboot();
          writer = writer();
        }
        case 3 -> {
          reader.close();
          reader = reader();
        }
        case 4, 5, 6, 7, 8 ->
            assertThat(SampleStore.contents(reader))
                .as("seed %d, commit %d", seed, i)
                .isEqualTo(SampleStore.contents(writer));
        default -> {}
      }
    }
    assertThat(SampleStore.contents(reader)).isEqualTo(SampleStore.contents(writer));
    assertThat(reader.stats().entries()).isEqualTo(writer.stats().entries());
    reader.close();
    writer.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReaderCanBeOpenedWhateverTheWriterDoesMeanwhile(boolean compacts) {
    for (int opening = 1; opening < 40; opening++) {
      JsonBackend writer = writer();
      for (int i = 0; i < 12; i++) {
        put(writer, "n" + i % 5, i);
      }
      AtomicInteger openings = new AtomicInteger(opening);
      disk.beforeOpening(
          () -> {
            if (openings.decrementAndGet() == 0) {
              for (int i = 0; i < 30; i++) {
                put(writer, "n" + i % 5, i);
              }
              if (compacts) {
                worker.run();
              }
              writer.close();
            }
          });
      try (JsonBackend reader = reader()) {
        disk.beforeOpening(() -> {});
        writer.close();
        assertThat(SampleStore.contents(reader)).as("opening %d", opening).hasSize(5);
      }
    }
  }

  @Test
  void aReaderForgetsWhatTheWriterHadToGiveUp() {
    JsonBackend writer = writer();
    JsonBackend reader = reader();
    put(writer, "before", 1);
    // The reader looks between the write and the sync that fails.
    disk.beforeSync(() -> assertThat(SampleStore.contents(reader)).hasSizeBetween(1, 3));
    disk.plan(Fault.FAILS_ONCE, 2);
    assertThatThrownBy(() -> put(writer, "given up", 2)).isInstanceOf(Unavailable.class);
    disk.beforeSync(() -> {});
    assertThat(SampleStore.contents(reader)).containsOnlyKeys("k/before");
    put(writer, "after", 3);
    assertThat(SampleStore.contents(reader)).isEqualTo(SampleStore.contents(writer));
    reader.close();
    writer.close();
  }

  @Test
  void aSnapshotOfAReaderStaysThroughCompactions() {
    JsonBackend writer = writer();
    put(writer, "changing", 0);
    JsonBackend reader = reader();
    Map<String, String> before = SampleStore.contents(reader);
    Snapshot snapshot = reader.snapshot();
    for (int i = 1; i < 200; i++) {
      put(writer, "changing", i);
      worker.run();
      SampleStore.contents(reader);
    }
    assertThat(snapshot.get(List.of(Key.of("k", "changing"))).get(0).orElseThrow().value())
        .isEqualTo(value(0));
    assertThat(before).hasSize(1);
    assertThat(SampleStore.contents(reader)).isEqualTo(SampleStore.contents(writer));
    reader.close();
    writer.close();
  }

  @Test
  void aReaderChangesNoFileAndRefusesWrites() {
    put(writer(), "k", 1);
    disk.kill();
    disk.reboot();
    Path torn = SampleStore.DIRECTORY.resolve("000000000001.jsonl");
    byte[] content = disk.content(torn);
    disk.setContent(torn, Arrays.copyOf(content, content.length + 5));
    Set<Path> files = disk.files();
    int operations = disk.operations();
    try (JsonBackend reader = reader()) {
      assertThat(SampleStore.contents(reader)).hasSize(1);
      assertThat(reader.capabilities().readOnly()).isTrue();
      assertThatThrownBy(() -> put(reader, "k", 2)).isInstanceOf(AccessDenied.class);
      WriteBatch check = WriteBatch.builder().check(Key.of("k", "k"), Condition.absent()).build();
      assertThatThrownBy(() -> reader.commit(check)).isInstanceOf(Conflict.class);
    }
    assertThat(disk.files()).isEqualTo(files);
    assertThat(disk.operations()).isEqualTo(operations);
    assertThat(disk.content(torn)).hasSize(content.length + 5);
  }

  @Test
  void aStoreThatIsNotThereIsNotFound() {
    assertThatThrownBy(this::reader)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("reason=not-found");
  }

  @Test
  void aReaderFindsDamageToo() {
    JsonBackend writer = writer();
    JsonBackend reader = reader();
    put(writer, "a", 1);
    put(writer, "b", 2);
    Path segment = SampleStore.DIRECTORY.resolve("000000000001.jsonl");
    byte[] content = disk.content(segment);
    content[content.length - 5] ^= 1;
    content[content.length - 150] ^= 1;
    disk.overwrite(segment, content);
    put(writer, "c", 3);
    assertThatThrownBy(() -> SampleStore.contents(reader)).isInstanceOf(Corrupt.class);
    reader.close();
    writer.close();
  }

  private JsonBackend writer() {
    return SampleStore.open(disk, false, worker);
  }

  private JsonBackend reader() {
    return SampleStore.open(disk, true, new QueueWorker());
  }

  private static void put(JsonBackend backend, String name, int i) {
    backend.commit(WriteBatch.builder().put(Key.of("k", name), value(i)).build());
  }

  private static Value value(int i) {
    return Value.json("{\"i\":" + i + ",\"x\":\"" + "x".repeat(i % 30) + "\"}");
  }
}
