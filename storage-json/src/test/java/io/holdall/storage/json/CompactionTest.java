package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.log.Recovery;
import io.holdall.storage.json.log.StoreDirectory;
import io.holdall.storage.spi.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompactionTest {
  private final FaultyDisk disk = new FaultyDisk(1);
  private final QueueWorker worker = new QueueWorker();

  @Test
  void garbageGoesAndEntriesKeepTheirVersions() {
    try (JsonBackend backend = SampleStore.open(disk, false, worker)) {
      put(backend, "kept", 0);
      for (int i = 0; i < 200; i++) {
        put(backend, "changing", i);
      }
      Map<String, String> before = SampleStore.contents(backend);
      long bytes = logBytes();
      worker.run();
      assertThat(logBytes()).isLessThan(bytes / 5);
      assertThat(SampleStore.contents(backend)).isEqualTo(before);
      assertThat(backend.stats().details()).doesNotContainKey("problem");
    }
    disk.remove(SampleStore.DIRECTORY.resolve("checkpoint.bin"));
    try (JsonBackend backend = SampleStore.open(disk)) {
      assertThat(SampleStore.contents(backend)).hasSize(2);
      assertThat(put(backend, "kept", 1)).isGreaterThan(200);
    }
  }

  @Test
  void aSnapshotReadsOnFromWhatWasCompacted() {
    try (JsonBackend backend = SampleStore.open(disk, false, worker)) {
      put(backend, "changing", 0);
      Map<String, String> before = SampleStore.contents(backend);
      Snapshot snapshot = backend.snapshot();
      for (int i = 1; i < 100; i++) {
        put(backend, "changing", i);
      }
      int files = SampleStore.segments(disk).size();
      worker.run();
      assertThat(contents(snapshot)).isEqualTo(before);
      assertThat(SampleStore.segments(disk)).hasSizeGreaterThanOrEqualTo(files);
      snapshot.close();
      assertThat(SampleStore.segments(disk)).hasSizeLessThan(files);
      assertThatThrownBy(() -> snapshot.get(List.of(Key.of("changing"))))
          .isInstanceOf(Closed.class);
    }
  }

  @Test
  void aCheckpointFollowsACompactionEvenIfNothingIsCommitted() throws IOException {
    try (JsonBackend backend = SampleStore.open(disk, false, new QueueWorker())) {
      for (int i = 0; i < 100; i++) {
        put(backend, "changing", i);
      }
    }
    int segments = SampleStore.segments(disk).size();
    try (JsonBackend backend = SampleStore.open(disk, false, worker)) {
      worker.run();
      assertThat(SampleStore.contents(backend)).hasSize(1);
    }
    assertThat(SampleStore.segments(disk)).hasSizeLessThan(segments);
    String store = StoreDirectory.store(disk, SampleStore.DIRECTORY).orElseThrow();
    assertThat(Recovery.load(disk, SampleStore.DIRECTORY, store).checkpointed()).isNotNull();
  }

  @Test
  void deletesAreForgottenWhenNothingNeedsThem() {
    JsonOptions options = JsonBackend.builder(SampleStore.DIRECTORY).segmentBytes(8_192).options();
    try (JsonBackend backend = JsonBackend.open(disk, options, worker)) {
      for (int i = 0; i < 200; i++) {
        put(backend, "always" + i, i);
      }
      long most = 0;
      for (int i = 0; i < 5_000; i++) {
        put(backend, "short" + i, i);
        backend.commit(WriteBatch.builder().delete(Key.of("k", "short" + i)).build());
        if (i % 20 == 0) {
          worker.run();
          most = Math.max(most, logBytes());
        }
      }
      assertThat(SampleStore.contents(backend)).hasSize(200);
      // All that was written is some 700,000 bytes, a third of them deletes.
      assertThat(most).isLessThan(80_000);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatIsThereStaysThroughAnyHistory(long seed) {
    Random random = new Random(seed);
    Map<String, String> expected = new TreeMap<>();
    JsonBackend backend = SampleStore.open(disk, false, worker);
    List<Snapshot> snapshots = new ArrayList<>();
    List<Map<String, String>> frozen = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      String name = "n" + random.nextInt(40);
      if (random.nextInt(3) == 0) {
        backend.commit(WriteBatch.builder().delete(Key.of("k", name)).build());
        expected.remove("k/" + name);
      } else {
        long version = put(backend, name, i);
        expected.put("k/" + name, version + " JSON" + value(i));
      }
      switch (random.nextInt(60)) {
        case 0 -> worker.run();
        case 1 -> {
          snapshots.add(backend.snapshot());
          frozen.add(Map.copyOf(expected));
        }
        case 2 -> {
          snapshots.forEach(Snapshot::close);
          snapshots.clear();
          frozen.clear();
          backend.close();
          if (random.nextBoolean()) {
            disk.remove(SampleStore.DIRECTORY.resolve("checkpoint.bin"));
          }
          backend = SampleStore.open(disk, false, worker);
          assertThat(SampleStore.contents(backend)).as("seed %d", seed).isEqualTo(expected);
        }
        default -> {}
      }
      for (int s = 0; s < snapshots.size(); s++) {
        if (random.nextInt(40) == 0) {
          assertThat(contents(snapshots.get(s))).as("seed %d", seed).isEqualTo(frozen.get(s));
        }
      }
    }
    assertThat(SampleStore.contents(backend)).as("seed %d", seed).isEqualTo(expected);
    backend.close();
    assertThat(
            new JsonMaintenance(disk)
                .verify(SampleStore.DIRECTORY, ProgressListener.NONE)
                .damages())
        .isEmpty();
  }

  private long logBytes() {
    long bytes = 0;
    for (Path segment : SampleStore.segments(disk)) {
      bytes += disk.content(segment).length;
    }
    return bytes;
  }

  private static long put(JsonBackend backend, String name, int i) {
    Key key = Key.of("k", name);
    WriteBatch batch = WriteBatch.builder().put(key, Value.json(value(i))).build();
    return Long.parseLong(backend.commit(batch).version(key).text());
  }

  private static String value(int i) {
    return "{\"i\":" + i + "}";
  }

  private static Map<String, String> contents(Snapshot snapshot) {
    Map<String, String> contents = new TreeMap<>();
    snapshot
        .scan(Scan.all().limit(10_000))
        .entries()
        .forEach(
            entry ->
                contents.put(
                    entry.key().encoded(),
                    entry.version() + " " + entry.value().format() + entry.value().text()));
    return contents;
  }
}
