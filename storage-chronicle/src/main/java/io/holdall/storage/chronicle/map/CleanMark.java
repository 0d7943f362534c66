package io.holdall.storage.chronicle.map;

import io.holdall.storage.chronicle.log.Disk;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.LogEnd;
import io.holdall.storage.chronicle.log.Sizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mark that a map was closed properly: what the file was like then, and which end of the log it
 * belongs to. Without it, or when the file is any different, the map is made anew from the log.
 */
public final class CleanMark {
  private static final Pattern SHAPE =
      Pattern.compile(
          "layout 2 bytes (\\d+) crc (\\d+) piece-bytes (\\d+) log (\\d+) end (\\d+)\n");

  private CleanMark() {}

  /** Closes the map, and marks it if everything is in its file. */
  public static void close(OffHeapEntries entries, LogDirectory directory, Disk disk, LogEnd end)
      throws IOException {
    boolean isWhole = entries.isWhole();
    entries.close();
    if (isWhole) {
      Path map = directory.file(LogDirectory.MAP);
      String line =
          "layout 2 bytes %d crc %d piece-bytes %d log %d end %d\n"
              .formatted(
                  Files.size(map),
                  MapFile.checksum(map),
                  entries.pieceBytes(),
                  end.sequence(),
                  end.end());
      try {
        disk.write(directory.file(LogDirectory.CLEAN), line.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        remove(directory); // half a mark would look like damage
        throw e;
      }
    }
  }

  /** Opens the map that was closed with this end of the log, if it is as it was; takes the mark. */
  public static Optional<OffHeapEntries> reopen(LogDirectory directory, Sizes sizes, LogEnd end)
      throws IOException {
    Path mark = directory.file(LogDirectory.CLEAN);
    Path map = directory.file(LogDirectory.MAP);
    try {
      Matcher line = SHAPE.matcher(Files.readString(mark, StandardCharsets.ISO_8859_1));
      Files.delete(mark);
      if (!line.matches()
          || Long.parseLong(line.group(4)) != end.sequence()
          || Long.parseLong(line.group(5)) != end.end()
          || Long.parseLong(line.group(1)) != Files.size(map)
          || Long.parseLong(line.group(2)) != MapFile.checksum(map)) {
        return Optional.empty();
      }
      return Optional.of(OffHeapEntries.reopen(map, sizes, Integer.parseInt(line.group(3))));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether the map is marked as sound and is not. */
  public static boolean isBroken(LogDirectory directory) throws IOException {
    Path mark = directory.file(LogDirectory.CLEAN);
    try {
      String text = Files.readString(mark, StandardCharsets.ISO_8859_1);
      Matcher line = SHAPE.matcher(text);
      boolean sound =
          line.matches()
              && Long.parseLong(line.group(2))
                  == MapFile.checksum(directory.file(LogDirectory.MAP));
      // A store that was opened meanwhile has taken the mark.
      return !sound && text.equals(Files.readString(mark, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Files.exists(mark);
    } catch (NumberFormatException e) {
      return true;
    }
  }

  /** Takes the mark from a map, so that it is made anew. */
  public static void remove(LogDirectory directory) throws IOException {
    Files.deleteIfExists(directory.file(LogDirectory.CLEAN));
  }
}
