package io.holdall.storage.chronicle;

import io.holdall.storage.Key;
import io.holdall.storage.chronicle.log.Damages;
import io.holdall.storage.chronicle.log.DirectoryLock;
import io.holdall.storage.chronicle.log.Disk;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.LogEnd;
import io.holdall.storage.chronicle.log.LogPosition;
import io.holdall.storage.chronicle.log.LogReplay;
import io.holdall.storage.chronicle.log.LogTarget;
import io.holdall.storage.chronicle.log.LogWriter;
import io.holdall.storage.chronicle.log.Manifest;
import io.holdall.storage.chronicle.log.Sizes;
import io.holdall.storage.chronicle.map.CleanMark;
import io.holdall.storage.chronicle.map.JvmFlags;
import io.holdall.storage.chronicle.map.OffHeapEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a store for writing: reads its log, which gives the index, and opens the map that was
 * closed with it, or makes a new one from the log.
 */
final class Opening {
  private static final Logger LOGGER = LoggerFactory.getLogger(Opening.class);

  private final ChronicleOptions options;
  private final Disk disk;
  private final LogDirectory directory;
  private final NavigableMap<String, LogPosition> positions = new TreeMap<>();

  private Opening(ChronicleOptions options, Disk disk) {
    this.options = options;
    this.disk = disk;
    directory = new LogDirectory(options.directory());
  }

  static WritableStore open(ChronicleOptions options, Disk disk) {
    JvmFlags.require();
    boolean interrupted = Thread.interrupted(); // Chronicle opens its file in ways that mind it
    try {
      Files.createDirectories(options.directory());
      DirectoryLock lock = DirectoryLock.acquire(options.directory());
      try {
        return new Opening(options, disk).openHeld(lock);
      } catch (IOException | RuntimeException | Error e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw StoreErrors.opening(options.directory(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private WritableStore openHeld(DirectoryLock lock) throws IOException {
    if (!directory.exists()) {
      Sizes sizes = options.sizes().apply(Sizes.DEFAULT);
      LogWriter log =
          LogWriter.create(directory, disk, options.syncs(), options.segmentBytes(), sizes);
      return opened(lock, log, OffHeapEntries.create(map(), sizes), sizes);
    }
    Manifest manifest = directory.manifest();
    LogEnd end = LogReplay.replay(directory, manifest, new Positions(), Damages.FATAL);
    directory.removeUnfinished();
    directory.removeReplaced(manifest, disk);
    Sizes sizes = sizes(manifest);
    OffHeapEntries entries = entries(manifest, sizes, end);
    try {
      if (!sizes.equals(manifest.sizes())) {
        directory.write(manifest.with(sizes), disk);
      }
      LogWriter log =
          LogWriter.after(directory, disk, options.syncs(), options.segmentBytes(), end);
      return opened(lock, log, entries, sizes);
    } catch (IOException | RuntimeException | Error e) {
      entries.close();
      throw e;
    }
  }

  private WritableStore opened(
      DirectoryLock lock, LogWriter log, OffHeapEntries entries, Sizes sizes) {
    KeyIndex index = new KeyIndex();
    positions.forEach((key, position) -> index.put(key, position.version(), position.length()));
    return new WritableStore(options, disk, lock, log, new LiveEntries(entries, index), sizes);
  }

  /** The sizes asked for, unless what is stored would not fit. */
  private Sizes sizes(Manifest manifest) {
    Sizes present = manifest.sizes();
    Sizes wanted = options.sizes().apply(present);
    if (wanted.equals(present)) {
      return present;
    }
    long bytes =
        positions.entrySet().stream()
            .mapToLong(entry -> entry.getKey().length() + (long) entry.getValue().length())
            .sum();
    if (wanted.fullness(positions.size(), bytes) > 1) {
      LOGGER.warn(
          "The store {} was made for {}; it is opened with {}, for which it holds too much, and"
              + " keeps its sizes",
          options.directory(),
          present,
          wanted);
      return present;
    }
    LOGGER.warn(
        "The store {} was made for {}; it is opened with {}, and its map is made anew",
        options.directory(),
        present,
        wanted);
    return wanted;
  }

  private OffHeapEntries entries(Manifest manifest, Sizes sizes, LogEnd end) throws IOException {
    Optional<OffHeapEntries> closed =
        sizes.equals(manifest.sizes()) ? CleanMark.reopen(directory, sizes, end) : Optional.empty();
    if (closed.isPresent()) {
      return closed.get();
    }
    Files.deleteIfExists(directory.file(LogDirectory.CLEAN));
    LOGGER.info("The map of the store {} is made anew from its log", options.directory());
    OffHeapEntries entries = OffHeapEntries.create(map(), sizes);
    positions.forEach(
        (key, position) -> {
          if (!entries.put(key, position.version(), position.value(), -1, 0)) {
            entries.putOnHeap(position.entry(Key.parse(key)), -1, 0);
          }
        });
    return entries;
  }

  private Path map() {
    return directory.file(LogDirectory.MAP);
  }

  /** Notes where each entry stands. */
  private final class Positions implements LogTarget {
    @Override
    public void put(String key, LogPosition position) {
      positions.put(key, position);
    }

    @Override
    public void delete(String key) {
      positions.remove(key);
    }
  }
}
