package io.holdall.storage.json.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that makes a directory a store. It is the last thing that creating a store writes.
 *
 * @param format the version of the format, {@link #FORMAT}
 * @param store the id of the store
 */
public record StoreMarker(int format, String store) {
  /** The version of the format that is written here. */
  public static final int FORMAT = 1;

  /** The name of the file. */
  public static final String FILE = "store.json";

  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"holdall\":\"json\",\"format\":(\\d{1,9}),\"store\":\"([0-9a-f-]{36})\","
              + "\"crc\":\"([0-9a-f]{8})\"}\n");

  /** The content of the file. */
  public byte[] content() {
    return LineFormat.sealed(
        "{\"holdall\":\"json\",\"format\":%d,\"store\":\"%s\"".formatted(format, store));
  }

  /** Reads the content of the file; empty if it is damaged. */
  public static Optional<StoreMarker> parse(byte[] content) {
    Matcher form = FORM.matcher(Ascii.text(content, 0, content.length));
    if (!form.matches()) {
      return Optional.empty();
    }
    int crc = Checksum.of(content, 0, content.length - LineFormat.TRAILER);
    return crc == Ascii.parseHex(form.group(3))
        ? Optional.of(new StoreMarker(Integer.parseInt(form.group(1)), form.group(2)))
        : Optional.empty();
  }
}
