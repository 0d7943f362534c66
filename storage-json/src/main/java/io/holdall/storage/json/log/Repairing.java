package io.holdall.storage.json.log;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentHeader;
import io.holdall.storage.json.format.SegmentName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a sound store of a damaged one. All its files get a second name in a directory beside it;
 * then every commit that can be read is written into one segment that stands for the whole log. The
 * moment it gets its name it replaces all others, as after a compaction: a kill before that leaves
 * the damaged store as it was, and a kill after it the sound one.
 */
public final class Repairing {
  /** Far more commits than a file that is gone can have held, so that no version comes again. */
  private static final long LEAP = 1L << 30;

  private final Disk disk;
  private final Path directory;
  private final Salvage salvage;

  /** Prepares, with what was found. */
  public Repairing(Disk disk, Path directory, Salvage salvage) {
    this.disk = disk;
    this.directory = directory;
    this.salvage = salvage;
  }

  /** What cannot be salvaged: damage, unless its commits were found in another place. */
  public List<LogDamage> lost() {
    return salvage.damages().stream().filter(damage -> !isSalvaged(damage)).toList();
  }

  /** Where the damaged files are going to be kept: a directory that is not there yet. */
  public Path keepingPlace() {
    Path absolute = directory.toAbsolutePath().normalize();
    for (int n = 1; ; n++) {
      Path place = absolute.resolveSibling(absolute.getFileName() + ".damaged-" + n);
      if (!disk.exists(place)) {
        return place;
      }
    }
  }

  /**
   * Repairs.
   *
   * @param keep where to keep the damaged files
   * @param progress told of bytes written
   */
  public void run(Path keep, ProgressListener progress) throws IOException {
    keepFiles(keep);
    StoreDirectory.writeMarker(disk, directory, salvage.store());
    SegmentHeader header = header();
    WholeFile.write(
        disk,
        directory,
        header.name().file(),
        file -> {
          CompactedWriter output = new CompactedWriter(file, header, salvage.index(), true);
          write(output, progress);
        });
    removeReplaced(header.name());
  }

  private boolean isSalvaged(LogDamage damage) {
    if (damage.first() < 0 || damage.last() < damage.first()) {
      return false;
    }
    for (long commit = damage.first(); commit <= damage.last(); commit++) {
      if (!salvage.hasCommit(commit)) {
        return false;
      }
    }
    return true;
  }

  private void keepFiles(Path keep) throws IOException {
    disk.createDirectories(keep);
    for (String file : disk.list(directory)) {
      if (StoreDirectory.isData(file)) {
        disk.link(directory.resolve(file), keep.resolve(file));
      }
    }
    disk.syncDirectory(keep);
    Path parent = keep.getParent();
    if (parent != null) {
      disk.syncDirectory(parent);
    }
  }

  private void write(CompactedWriter output, ProgressListener progress) throws IOException {
    long total = salvage.commits().stream().mapToLong(Salvage.Found::length).sum();
    long done = 0;
    LineParser line = new LineParser();
    for (Salvage.Found commit : salvage.commits()) {
      byte[] bytes = Salvage.bytes(commit);
      if (line.parse(bytes, 0, bytes.length) != LineParser.Kind.COMMIT) {
        throw new IOException("A file has changed while it was read");
      }
      output.add(line, bytes);
      done += bytes.length;
      progress.progress(done, total);
    }
    output.finish();
  }

  private SegmentHeader header() throws IOException {
    int number = Math.max(1, salvage.highestSegment());
    int generation = 0;
    for (String file : disk.list(directory)) {
      SegmentName name = SegmentName.parse(file).orElse(null);
      if (name != null && name.number() == number) {
        generation = Math.max(generation, name.generation());
      }
    }
    SegmentName name = new SegmentName(number, generation + 1);
    Seal sealed = new Seal(number, 0, highestCommit(), 0);
    return new SegmentHeader(salvage.store(), name, 1, 1, null, 0, sealed);
  }

  /** The highest number that may have been given to a commit; a lost byte is no more than one. */
  private long highestCommit() {
    long highest = salvage.highestCommit();
    for (LogDamage damage : salvage.damages()) {
      highest = Math.max(highest, damage.last());
    }
    for (LogDamage damage : lost()) {
      highest += damage.length() > 0 ? damage.length() : LEAP;
    }
    return highest;
  }

  private void removeReplaced(SegmentName sound) throws IOException {
    for (String file : disk.list(directory)) {
      boolean replaced = SegmentName.parse(file).isPresent() && !file.equals(sound.file());
      if (replaced || file.equals(CheckpointWriter.FILE)) {
        disk.delete(directory.resolve(file));
      }
    }
  }
}
