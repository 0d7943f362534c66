package io.holdall.storage.chronicle.log;

import io.holdall.storage.StorageException.Corrupt;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the files of a store. */
public final class LogDirectory {
  /** The map's file. */
  public static final String MAP = "entries.map";

  /** Says that the map is as it was when the store was closed. */
  public static final String CLEAN = "entries.clean";

  static final String UNFINISHED = ".unfinished";
  private static final Pattern SEGMENT = Pattern.compile("log-(\\d{9})");
  private static final Pattern BASE = Pattern.compile("base-(\\d{9})-(\\d{6})");
  private static final Set<String> OTHERS =
      Set.of(MAP, CLEAN, Manifest.FILE, DirectoryLock.LOCK, DirectoryLock.HOLDER);

  private final Path path;

  /** The store in this directory. */
  public LogDirectory(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** A file in it. */
  public Path file(String name) {
    return path.resolve(name);
  }

  static String segmentName(long sequence) {
    return String.format(Locale.ROOT, "log-%09d", sequence);
  }

  static String baseName(long sequence, int part) {
    return String.format(Locale.ROOT, "base-%09d-%06d", sequence, part);
  }

  Path segment(long sequence) {
    return file(segmentName(sequence));
  }

  Path base(long sequence, int part) {
    return file(baseName(sequence, part));
  }

  /** Whether there is a store. */
  public boolean exists() {
    return Files.exists(file(Manifest.FILE));
  }

  /**
   * The manifest.
   *
   * @throws NoSuchFileException if there is no store
   */
  public Manifest manifest() throws IOException {
    return Manifest.parse(Files.readAllBytes(file(Manifest.FILE)));
  }

  /** Puts a manifest in the place of the one before. */
  public void write(Manifest manifest, Disk disk) throws IOException {
    Path unfinished = file(Manifest.FILE + UNFINISHED);
    disk.write(unfinished, manifest.bytes());
    disk.rename(unfinished, file(Manifest.FILE), true);
  }

  /** The segments there are, by their sequence numbers. */
  SortedMap<Long, Path> segments() throws IOException {
    SortedMap<Long, Path> found = new TreeMap<>();
    for (Path file : files()) {
      Matcher matcher = SEGMENT.matcher(name(file));
      if (matcher.matches()) {
        found.put(Long.parseLong(matcher.group(1)), file);
      }
    }
    return found;
  }

  /** The sequence numbers of the bases there are, each with the number of its files. */
  SortedMap<Long, Integer> bases() throws IOException {
    SortedMap<Long, Integer> found = new TreeMap<>();
    for (Path file : files()) {
      Matcher matcher = BASE.matcher(name(file));
      if (matcher.matches()) {
        found.merge(Long.parseLong(matcher.group(1)), 1, Integer::sum);
      }
    }
    return found;
  }

  /**
   * Looks whether a new store may be made here. The first segment is made before the manifest, so a
   * process that was killed in between has left one without commits.
   *
   * @throws Corrupt if there is something that is no part of an unfinished store
   */
  void requireEmpty() throws IOException {
    for (Path file : files()) {
      String name = name(file);
      boolean unfinished = name.endsWith(UNFINISHED) || OTHERS.contains(name);
      if (!unfinished
          && !(name.equals(segmentName(1))
              && LogFile.open(file).recordFrom(LogFormat.FILE_HEADER_BYTES, Integer.MAX_VALUE)
                  == null)) {
        throw new Corrupt("The directory holds something that is not a chronicle store")
            .with("file", name)
            .with("offset", 0);
      }
    }
  }

  /** Removes what a process that is gone had begun and not finished. */
  public void removeUnfinished() throws IOException {
    for (Path file : files()) {
      if (name(file).endsWith(UNFINISHED)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Removes what the manifest says no longer counts; segments one after the other, for a reader
   * takes the segment that it has read for the last one as long as it is there and the next is not.
   */
  public void removeReplaced(Manifest manifest, Disk disk) throws IOException {
    for (Path segment : segments().headMap(manifest.firstSegment()).values()) {
      disk.remove(segment);
    }
    for (Path file : files()) {
      Matcher base = BASE.matcher(name(file));
      if (base.matches() && Long.parseLong(base.group(1)) != manifest.baseSequence()) {
        disk.remove(file);
      }
    }
  }

  /** The bytes that all files take, by their lengths. */
  public long storedBytes() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += length(file);
    }
    return bytes;
  }

  private static long length(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException replacedMeanwhile) {
      return 0;
    }
  }

  /** All files that belong to the store. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(path, Files::isRegularFile)) {
      found.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
