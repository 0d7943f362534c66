package io.holdall.storage.chronicle.log;

import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.spi.StoreMaintenance.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that can be read of a log, damaged or not, and what cannot. */
public final class Salvage {
  private static final int MOST_ATTEMPTS = 100;

  private final LogDirectory directory;
  private final Manifest manifest;
  private final NavigableMap<String, LogPosition> entries;
  private final List<Damage> damages;

  private Salvage(
      LogDirectory directory,
      Manifest manifest,
      NavigableMap<String, LogPosition> entries,
      List<Damage> damages) {
    this.directory = directory;
    this.manifest = manifest;
    this.entries = entries;
    this.damages = damages;
  }

  /**
   * Reads a store. Another process may write to it, and replace files meanwhile.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public static Salvage read(LogDirectory directory, ProgressListener progress) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<Damage> damages = new ArrayList<>();
      NavigableMap<String, LogPosition> entries = new TreeMap<>();
      Manifest manifest = manifest(directory, damages);
      LogReplay.replay(
          directory, manifest, new Collecting(entries, progress), Damages.into(damages));
      boolean replaced =
          !damages.isEmpty() && !manifest.equals(manifest(directory, new ArrayList<>()));
      if (!replaced || attempt == MOST_ATTEMPTS) {
        return new Salvage(directory, manifest, entries, damages);
      }
    }
  }

  /** The manifest, or what the names of the files tell if it cannot be read. */
  private static Manifest manifest(LogDirectory directory, List<Damage> damages)
      throws IOException {
    try {
      return directory.manifest();
    } catch (Corrupt e) {
      damages.add(new Damage(Manifest.FILE, 0, "the manifest is damaged"));
      SortedMap<Long, Integer> bases = directory.bases();
      SortedMap<Long, Path> segments = directory.segments();
      if (!bases.isEmpty()) {
        long base = bases.lastKey();
        return new Manifest(base, bases.getOrDefault(base, 0), base, Sizes.DEFAULT);
      }
      return new Manifest(0, 0, segments.isEmpty() ? 1 : segments.firstKey(), Sizes.DEFAULT);
    }
  }

  /** How many entries could be read. */
  public long entries() {
    return entries.size();
  }

  /** What could not: missing files, and then damaged places in the order of the files. */
  public List<Damage> damages() {
    return damages;
  }

  /** Where the damaged files would be kept. */
  public Path keepingPlace() {
    for (int number = 1; ; number++) {
      Path place = directory.file("damaged-" + number);
      if (!Files.exists(place)) {
        return place;
      }
    }
  }

  /**
   * Makes the store anew from what could be read. Until the new manifest is in place nothing that
   * counts has changed, so this may be broken off and begun again.
   */
  public void rewrite(Disk disk, Path keep) throws IOException {
    Files.createDirectory(keep);
    for (Path file : directory.files()) {
      keep(file, keep.resolve(String.valueOf(file.getFileName())));
    }
    long last = manifest.baseSequence();
    SortedMap<Long, Path> segments = directory.segments();
    last = segments.isEmpty() ? last : Math.max(last, segments.lastKey());
    Files.deleteIfExists(directory.file(LogDirectory.CLEAN));
    try (BaseWriter base = new BaseWriter(directory, disk, last + 1)) {
      for (Map.Entry<String, LogPosition> entry : entries.entrySet()) {
        base.add(entry.getValue().entry(Key.parse(entry.getKey())));
      }
      base.finish(manifest);
    }
    LogWriter.after(directory, disk, true, 1 << 20, new LogEnd(last, 0, 0)).close();
  }

  private static void keep(Path file, Path copy) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.equals(DirectoryLock.LOCK) || name.equals(DirectoryLock.HOLDER)) {
      return;
    }
    try {
      Files.createLink(copy, file);
    } catch (UnsupportedOperationException | IOException noLinks) {
      Files.copy(file, copy);
    }
  }

  private record Collecting(NavigableMap<String, LogPosition> entries, ProgressListener progress)
      implements LogTarget {
    @Override
    public void put(String key, LogPosition position) {
      entries.put(key, position);
      progress.progress(entries.size(), -1);
    }

    @Override
    public void delete(String key) {
      entries.remove(key);
    }
  }
}
