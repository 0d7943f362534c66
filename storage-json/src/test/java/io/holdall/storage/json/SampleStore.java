package io.holdall.storage.json;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.format.SegmentName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small store that has everything a store can have: several segments, one of them compacted, a
 * commit of several operations, deletes, and a checkpoint that does not reach to the end.
 */
final class SampleStore {
  static final Path DIRECTORY = Path.of("stores", "store");

  final FaultyDisk disk = new FaultyDisk(42);

  /** What was there after each commit, as key, version and value. */
  final List<Map<String, String>> states = new ArrayList<>();

  SampleStore(boolean closed) {
    QueueWorker worker = new QueueWorker();
    JsonBackend backend = open(disk, false, worker);
    states.add(Map.of());
    for (int i = 0; i < 34; i++) {
      WriteBatch.Builder batch = WriteBatch.builder();
      batch.put(Key.of("k", "fixed" + i % 12), Value.json("{\"v\":" + i + ",\"x\":\"abcdef\"}"));
      if (i % 5 == 4) {
        batch.delete(Key.of("k", "fixed" + (i + 3) % 12));
        batch.put(Key.of("b", "n" + i), Value.binary(new byte[] {(byte) i, (byte) 0xFF}));
      }
      backend.commit(batch.build());
      states.add(contents(backend));
      if (i == 24) {
        worker.run();
      }
    }
    if (closed) {
      backend.close();
    } else {
      disk.kill();
      disk.reboot();
    }
  }

  static JsonBackend open(FaultyDisk disk, boolean readOnly, Worker worker) {
    return JsonBackend.open(
        disk,
        JsonBackend.builder(DIRECTORY).segmentBytes(1024).readOnly(readOnly).options(),
        worker);
  }

  static JsonBackend open(FaultyDisk disk) {
    return open(disk, false, new QueueWorker());
  }

  Map<String, String> contents() {
    return states.get(states.size() - 1);
  }

  static Map<String, String> contents(JsonBackend backend) {
    Map<String, String> contents = new TreeMap<>();
    for (Entry entry : backend.scan(Scan.all().limit(10_000)).entries()) {
      contents.put(
          entry.key().encoded(),
          entry.version() + " " + entry.value().format() + entry.value().text());
    }
    return contents;
  }

  /** The files of the log, in its order. */
  static List<Path> segments(FaultyDisk disk) {
    return disk.files().stream()
        .filter(path -> SegmentName.parse(String.valueOf(path.getFileName())).isPresent())
        .filter(path -> path.startsWith(DIRECTORY))
        .sorted(Comparator.comparing(Path::toString))
        .toList();
  }
}
