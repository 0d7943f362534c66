package io.holdall.storage.json.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last line of a compacted segment, for nothing that follows states how long it is.
 *
 * @param commits the number of lines between it and the header
 * @param chain the checksums of these lines and of the header, chained
 */
public record SegmentEnd(long commits, int chain) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"end\":\\{\"commits\":(\\d{1,17}),\"chain\":\"([0-9a-f]{8})\"},\"crc\":\"[0-9a-f]{8}\"}");

  /** The line, with its line break. */
  public byte[] line() {
    return LineFormat.sealed(
        "{\"end\":{\"commits\":%d,\"chain\":\"%s\"}".formatted(commits, Ascii.hex(chain)));
  }

  /** Reads a line whose checksum is right; empty if it is no end. */
  public static Optional<SegmentEnd> parse(String line) {
    Matcher form = FORM.matcher(line);
    return form.matches()
        ? Optional.of(new SegmentEnd(Long.parseLong(form.group(1)), Ascii.parseHex(form.group(2))))
        : Optional.empty();
  }
}
