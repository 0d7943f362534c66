package io.holdall.storage.json.log;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.ReadableFile;
import io.holdall.storage.json.format.SegmentHeader;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.format.StoreMarker;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The directory of a store: whether there is one, which it is, and how one comes to be. */
public final class StoreDirectory {
  static final String BAD_MARKER = "The file that marks the store is damaged";
  static final String NO_MARKER = "The file that marks the store is missing";
  private static final String FOREIGN =
      "The directory holds other files and is no store; name another one, or a new one in it";
  private static final String NO_DIRECTORY =
      "There is a file where the directory of the store should be; name another path";
  private static final int LONGEST_MARKER = 4096;

  private StoreDirectory() {}

  /**
   * The id of the store in a directory; empty if there is none yet.
   *
   * @throws Configuration if there is something else in the place of a store
   * @throws Corrupt if the marker is damaged, or there is a log without one
   * @throws Unsupported if a newer version has written it
   */
  public static Optional<String> store(Disk disk, Path directory) throws IOException {
    Optional<String> marked = marked(disk, directory);
    if (marked.isPresent()) {
      return marked;
    }
    try {
      requireUnused(disk, directory);
      return Optional.empty();
    } catch (StorageException e) {
      // Somebody else may have made the store since: the marker is there before the first commit.
      return Optional.of(marked(disk, directory).orElseThrow(() -> e));
    }
  }

  /** The id that the marker says; empty if there is none. */
  private static Optional<String> marked(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(StoreMarker.FILE);
    byte[] content = new byte[LONGEST_MARKER];
    int length;
    try (ReadableFile file = disk.openForReading(path)) {
      length = file.read(0, content, 0, content.length);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      names(disk, directory); // which may know better what is wrong
      throw e;
    }
    StoreMarker marker =
        StoreMarker.parse(Arrays.copyOf(content, length))
            .orElseThrow(() -> LogDamage.corrupt(path, 0, BAD_MARKER));
    if (marker.format() != StoreMarker.FORMAT) {
      Unsupported unsupported =
          new Unsupported("The store was written by a version with another format");
      unsupported.with("file", path).with("format", marker.format());
      throw unsupported;
    }
    return Optional.of(marker.store());
  }

  /**
   * Makes a store: first an empty log, last the marker, so that one without the other is seen to be
   * unfinished.
   *
   * @return its id
   */
  public static String create(Disk disk, Path directory) throws IOException {
    String store = UUID.randomUUID().toString();
    WholeFile.write(
        disk, directory, new SegmentName(1, 0).file(), SegmentHeader.ofFirst(store).line());
    writeMarker(disk, directory, store);
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      disk.syncDirectory(parent);
    }
    return store;
  }

  static void writeMarker(Disk disk, Path directory, String store) throws IOException {
    WholeFile.write(
        disk, directory, StoreMarker.FILE, new StoreMarker(StoreMarker.FORMAT, store).content());
  }

  /** Removes what an interrupted writing left behind. Only for who holds the lock. */
  public static void removeUnfinished(Disk disk, Path directory) throws IOException {
    for (String name : disk.list(directory)) {
      if (name.endsWith(SegmentName.UNFINISHED)) {
        disk.delete(directory.resolve(name));
      }
    }
  }

  /** What is in the directory; how a missing file is told from a missing directory differs. */
  private static List<String> names(Disk disk, Path directory) throws IOException {
    try {
      return disk.list(directory);
    } catch (NotDirectoryException e) {
      throw new Configuration(NO_DIRECTORY).with("directory", directory);
    }
  }

  /** A directory is free for a new store if nothing in it can be anybody's data. */
  private static void requireUnused(Disk disk, Path directory) throws IOException {
    List<String> names;
    try {
      names = names(disk, directory);
    } catch (NoSuchFileException e) {
      return;
    }
    for (String name : names) {
      if (SegmentName.parse(name).isPresent()) {
        if (!isUntouchedStart(disk, directory, name)) {
          throw LogDamage.corrupt(directory.resolve(StoreMarker.FILE), 0, NO_MARKER);
        }
      } else if (!isHarmless(name)) {
        throw new Configuration(FOREIGN).with("directory", directory).with("found", name);
      }
    }
  }

  /** Whether this is the first segment without commits, left by a creation that was cut short. */
  private static boolean isUntouchedStart(Disk disk, Path directory, String name)
      throws IOException {
    if (!name.equals(new SegmentName(1, 0).file())) {
      return false;
    }
    try (ReadableFile file = disk.openForReading(directory.resolve(name))) {
      int length = SegmentHeader.ofFirst(new UUID(0, 0).toString()).line().length;
      return file.length() <= length;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Whether a file is part of the store, damaged or not. */
  static boolean isData(String name) {
    return SegmentName.parse(name).isPresent()
        || name.equals(StoreMarker.FILE)
        || name.equals(CheckpointWriter.FILE);
  }

  private static boolean isHarmless(String name) {
    return name.startsWith(".")
        || name.equals("lost+found")
        || name.equals("lock")
        || name.equals("holder.json")
        || name.endsWith(SegmentName.UNFINISHED);
  }
}
