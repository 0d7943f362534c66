package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.WritableFile;
import io.holdall.storage.json.format.SegmentName;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a file so that it is there whole or not at all, whenever the process dies or the power
 * fails: under another name, synced, renamed, and the directory synced.
 */
final class WholeFile {
  /** Writes the content. */
  @FunctionalInterface
  interface Content {
    void writeTo(WritableFile file) throws IOException;
  }

  private WholeFile() {}

  static void write(Disk disk, Path directory, String name, Content content) throws IOException {
    Path unfinished = directory.resolve(name + SegmentName.UNFINISHED);
    try (WritableFile file = disk.create(unfinished)) {
      content.writeTo(file);
      file.sync();
    } catch (IOException | RuntimeException e) {
      remove(disk, unfinished, e);
      throw e;
    }
    disk.rename(unfinished, directory.resolve(name));
    disk.syncDirectory(directory);
  }

  static void write(Disk disk, Path directory, String name, byte[] content) throws IOException {
    write(disk, directory, name, file -> file.write(content, 0, content.length));
  }

  /** Gives back the room it takes; what cannot be removed is removed at the next opening. */
  private static void remove(Disk disk, Path unfinished, Exception failure) {
    try {
      disk.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
