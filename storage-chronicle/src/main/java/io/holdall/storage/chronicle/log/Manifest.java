package io.holdall.storage.chronicle.log;

import io.holdall.storage.StorageException.Corrupt;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of a store count, and what its map was made for.
 *
 * @param baseSequence the sequence number of the base, 0 if there is none
 * @param baseParts how many files the base has
 * @param firstSegment the first segment that counts
 * @param sizes what the map was made for
 */
public record Manifest(long baseSequence, int baseParts, long firstSegment, Sizes sizes) {
  static final String FILE = "manifest";

  private static final Pattern SHAPE =
      Pattern.compile(
          """
          holdall-chronicle 1
          base (\\d{1,18}) parts (\\d{1,9})
          first-segment (\\d{1,18})
          entries (\\d{1,18})
          average-key-bytes (\\d{1,9})
          average-value-bytes (\\d{1,9})
          growth (\\d{1,9})
          crc ([0-9a-f]{8})
          """);

  /** The same with another base. */
  Manifest withBase(long sequence, int parts) {
    return new Manifest(sequence, parts, sequence, sizes);
  }

  /** The same with other sizes. */
  public Manifest with(Sizes other) {
    return new Manifest(baseSequence, baseParts, firstSegment, other);
  }

  byte[] bytes() {
    String text =
        """
        holdall-chronicle 1
        base %d parts %d
        first-segment %d
        entries %d
        average-key-bytes %d
        average-value-bytes %d
        growth %d
        """
            .formatted(
                baseSequence,
                baseParts,
                firstSegment,
                sizes.entries(),
                sizes.averageKeyBytes(),
                sizes.averageValueBytes(),
                sizes.growth());
    return (text + "crc %08x\n".formatted(crc(text))).getBytes(StandardCharsets.US_ASCII);
  }

  static Manifest parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()
        || Integer.parseUnsignedInt(matcher.group(8), 16)
            != crc(text.substring(0, text.lastIndexOf("crc ")))) {
      throw new Corrupt("The manifest of the store is damaged")
          .with("file", FILE)
          .with("offset", 0);
    }
    return new Manifest(
        Long.parseLong(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        new Sizes(
            Long.parseLong(matcher.group(4)),
            Integer.parseInt(matcher.group(5)),
            Integer.parseInt(matcher.group(6)),
            Integer.parseInt(matcher.group(7))));
  }

  private static int crc(String text) {
    return LogFormat.checksum(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
