package io.holdall.storage.json.log;

import io.holdall.storage.json.format.Encoding;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.index.IndexEdit;
import io.holdall.storage.json.index.Slot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Applies the commits of the log to an index, and keeps count of what lives in each segment. */
final class Replay implements SegmentWalk.Visitor {
  private final IndexEdit index;
  private final SegmentTable segments;

  Replay(IndexEdit index, SegmentTable segments) {
    this.index = index;
    this.segments = segments;
  }

  @Override
  public void commit(Segment segment, LineScanner scanner) throws IOException {
    LineParser line = scanner.line();
    for (int i = 0; i < line.operations(); i++) {
      byte[] key = line.key(i);
      Encoding encoding = line.encoding(i);
      if (encoding == null) {
        forget(key, index.remove(key));
        if (segment.header().isCompacted()) {
          segment.keep(Segment.lineBytes(key.length, 0));
        }
      } else {
        Slot slot = slot(segment, scanner, i, encoding);
        forget(key, index.put(key, slot));
        segment.addLive(Segment.lineBytes(key.length, slot.length()));
      }
    }
  }

  /** Where and what the value of a put is. */
  static Slot slot(Segment segment, LineScanner scanner, int operation, Encoding encoding) {
    LineParser line = scanner.line();
    return Slot.of(
        line.commit(),
        encoding.code(),
        segment.file(),
        scanner.offsetOf(line.valueStart(operation)),
        line.valueLength(operation),
        line.valueCrc(operation));
  }

  private void forget(byte[] key, @Nullable Slot replaced) {
    if (replaced != null) {
      segments.of(replaced).addLive(-Segment.lineBytes(key.length, replaced.length()));
    }
  }
}
