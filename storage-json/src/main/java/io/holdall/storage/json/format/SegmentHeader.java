package io.holdall.storage.json.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a segment.
 *
 * @param store the id of the store, so that a file of another one is noticed
 * @param name number and generation, as in the file's name
 * @param from the number of the first segment it stands for; its own if it was never compacted
 * @param first the number of its first commit; for a compacted one, of the first it stands for
 * @param previous what counts of the segment before {@code from}; null if there is none
 * @param previousGeneration the least generation of that segment which may stand before this one
 * @param sealed for a compacted segment, what the next one states of the last it replaces; null for
 *     one that was never compacted
 */
public record SegmentHeader(
    String store,
    SegmentName name,
    int from,
    long first,
    @Nullable Seal previous,
    int previousGeneration,
    @Nullable Seal sealed) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"segment\":(\\d{1,10}),\"generation\":(\\d{1,10}),\"from\":(\\d{1,10}),"
              + "\"store\":\"([0-9a-f-]{36})\",\"first\":(\\d{1,17}),\"previous\":(?:null|"
              + Seal.PATTERN
              + "),\"previousGeneration\":(\\d{1,10})(?:,\"sealed\":"
              + Seal.PATTERN
              + ")?,\"crc\":\"[0-9a-f]{8}\"}");

  /** The header of the segment that follows another. */
  public static SegmentHeader following(String store, Seal previous, int generation, long first) {
    int number = previous.segment() + 1;
    return new SegmentHeader(
        store, new SegmentName(number, 0), number, first, previous, generation, null);
  }

  /** The header of a store's very first segment. */
  public static SegmentHeader ofFirst(String store) {
    return new SegmentHeader(store, new SegmentName(1, 0), 1, 1, null, 0, null);
  }

  /** Whether it holds what was left of other segments. */
  public boolean isCompacted() {
    return sealed != null;
  }

  /** The line, with its line break. */
  public byte[] line() {
    return LineFormat.sealed(
        "{\"segment\":%d,\"generation\":%d,\"from\":%d,\"store\":\"%s\",\"first\":%d,\"previous\":%s,\"previousGeneration\":%d%s"
            .formatted(
                name.number(),
                name.generation(),
                from,
                store,
                first,
                previous == null ? "null" : previous.json(),
                previousGeneration,
                sealed == null ? "" : ",\"sealed\":" + sealed.json()));
  }

  /** Reads a line whose checksum is right; empty if it is no header. */
  public static Optional<SegmentHeader> parse(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SegmentHeader(
            form.group(4),
            new SegmentName(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))),
            Integer.parseInt(form.group(3)),
            Long.parseLong(form.group(5)),
            Seal.from(form, 6),
            Integer.parseInt(form.group(10)),
            Seal.from(form, 11)));
  }
}
