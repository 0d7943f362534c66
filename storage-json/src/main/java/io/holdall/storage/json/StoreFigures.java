package io.holdall.storage.json;

import io.holdall.storage.json.log.Segment;
import io.holdall.storage.json.log.View;
import io.holdall.storage.spi.StorageStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The figures of a store, as far as they are known without reading it. */
final class StoreFigures {
  private StoreFigures() {}

  static StorageStats of(View view, long checkpointBytes, Optional<String> problem) {
    List<Segment> segments = view.segments().ordered();
    long length = segments.stream().mapToLong(Segment::length).sum();
    long garbage = segments.stream().mapToLong(Segment::garbage).sum();
    long deletes = segments.stream().mapToLong(Segment::kept).sum();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("segments", Integer.toString(segments.size()));
    details.put("log-bytes", Long.toString(length));
    details.put("garbage-bytes", Long.toString(garbage + deletes));
    details.put("checkpoint-bytes", Long.toString(checkpointBytes));
    details.put("last-commit", Long.toString(view.end().commit()));
    problem.ifPresent(text -> details.put("problem", text));
    return new StorageStats(
        OptionalLong.of(view.index().size()), OptionalLong.of(length + checkpointBytes), details);
  }
}
