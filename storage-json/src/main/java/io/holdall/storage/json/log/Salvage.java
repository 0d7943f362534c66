package io.holdall.storage.json.log;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.ReadableFile;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.format.LineParser.Kind;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentHeader;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.format.StoreMarker;
import io.holdall.storage.json.index.Index;
import io.holdall.storage.json.index.IndexEdit;
import io.holdall.storage.json.index.Slot;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store that may be damaged, all of it and without changing anything: finds every damage,
 * and every commit that can still be read, wherever it stands.
 */
public final class Salvage implements Closeable {
  static final String BAD_CHECKPOINT =
      "The checkpoint is damaged; it is only a copy, opening takes longer without it";

  /** How often all is read again because a writer compacts while it is read. */
  private static final int ATTEMPTS = 20;

  /** A line of a commit that can be read. */
  record Found(long commit, ReadableFile file, long offset, int length) {}

  private final Disk disk;
  private final Path directory;
  private final Progress progress;
  private final List<LogDamage> damages = new ArrayList<>();
  private final List<ReadableFile> files = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private final Set<Long> numbers = new HashSet<>();
  private String store = "";
  private long highestCommit;
  private int highestSegment;
  private boolean inOrder = true;
  private IndexEdit edit = Index.empty().edit();

  private Salvage(Disk disk, Path directory, ProgressListener listener) {
    this.disk = disk;
    this.directory = directory;
    this.progress = new Progress(listener);
  }

  /**
   * Reads everything.
   *
   * @throws NoSuchFileException if there is no store
   */
  public static Salvage read(Disk disk, Path directory, ProgressListener listener)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<String> names = disk.list(directory);
      Salvage salvage = new Salvage(disk, directory, listener);
      try {
        salvage.readAll();
        if (salvage.damages.isEmpty()
            || attempt == ATTEMPTS
            || disk.list(directory).equals(names)) {
          return salvage;
        }
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS || disk.list(directory).equals(names)) {
          salvage.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        salvage.close();
        throw e;
      }
      salvage.close();
    }
  }

  /** What is damaged, in the order of the log. */
  public List<LogDamage> damages() {
    return damages;
  }

  /** How many entries there are, as far as the commits can be read. */
  public long entries() throws IOException {
    return index().size();
  }

  /** The id of the store. */
  String store() {
    return store;
  }

  /** The highest number of a commit that is known of. */
  long highestCommit() {
    return highestCommit;
  }

  /** The highest number of a segment that is known of. */
  int highestSegment() {
    return highestSegment;
  }

  /** Whether this commit can be read. */
  boolean hasCommit(long commit) {
    return numbers.contains(commit);
  }

  /** The commits that can be read, in their order. */
  List<Found> commits() {
    if (!inOrder) {
      found.sort(Comparator.comparingLong(Found::commit));
    }
    return found;
  }

  /** Which commit wrote the present value of each key; what else is in the slots means nothing. */
  Index index() throws IOException {
    if (!inOrder) {
      edit = Index.empty().edit();
      LineParser line = new LineParser();
      for (Found commit : commits()) {
        apply(parse(commit, line));
      }
      inOrder = true;
    }
    return edit.toIndex();
  }

  /** The bytes of a commit's line, which was whole when it was found. */
  static byte[] bytes(Found commit) throws IOException {
    byte[] bytes = new byte[commit.length()];
    if (commit.file().read(commit.offset(), bytes, 0, bytes.length) < bytes.length) {
      throw new IOException("A file has become shorter while it was read");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    for (ReadableFile file : files) {
      file.close();
    }
  }

  private void readAll() throws IOException {
    List<SegmentName> names = new ArrayList<>();
    for (String file : disk.list(directory)) {
      SegmentName.parse(file).ifPresent(names::add);
    }
    store = identify(names);
    SegmentChain chain = SegmentChain.open(disk, directory, store, damages::add);
    chain.segments().forEach(segment -> files.add(segment.readable()));
    for (SegmentName name : names) {
      highestSegment = Math.max(highestSegment, name.number());
    }
    for (Segment segment : chain.segments()) {
      progress.expect(segment.readable().length());
    }
    long attested = checkCheckpoint(chain.segments());
    for (int i = 0; i < chain.segments().size(); i++) {
      walk(chain.segments().get(i), chain.sealOf(i), attested);
    }
    for (SegmentName name : chain.unreadable()) {
      readLines(name, chain);
    }
    progress.finish();
  }

  /** The id of the store: from its marker, else from the first segment that has a header. */
  private String identify(List<SegmentName> names) throws IOException {
    try {
      Optional<String> marked = StoreDirectory.store(disk, directory);
      if (marked.isPresent()) {
        return marked.get();
      }
      throw new NoSuchFileException(directory.resolve(StoreMarker.FILE).toString());
    } catch (Corrupt e) {
      if (names.isEmpty()) {
        throw e;
      }
      damages.add(LogDamage.at(StoreMarker.FILE, 0, e.text()));
    }
    for (SegmentName name : names) {
      Optional<SegmentHeader> header = Segment.header(disk, directory, name);
      if (header.isPresent()) {
        return header.get().store();
      }
    }
    return new UUID(0, 0).toString();
  }

  private void walk(Segment segment, @Nullable Seal seal, long attested) throws IOException {
    SegmentHeader header = segment.header();
    Seal sealed = header.sealed();
    highestCommit = Math.max(highestCommit, sealed == null ? header.first() - 1 : sealed.commit());
    LogPosition end =
        new SegmentWalk(
                segment,
                segment.start(),
                seal,
                seal == null ? attested : 0,
                (source, scanner) -> found(source.readable(), scanner),
                damages::add)
            .run();
    if (seal != null && sealed == null) {
      readBehind(segment.readable(), end.offset(), seal.commit());
    }
  }

  /**
   * Reads lines that something before them has pushed behind the end of a segment. What was written
   * there and given up has higher numbers.
   */
  private void readBehind(ReadableFile file, long end, long lastCommit) throws IOException {
    LineScanner scanner = new LineScanner(file, end, file.length());
    while (scanner.next()) {
      if (scanner.kind() != Kind.COMMIT) {
        scanner.skip();
      } else if (scanner.line().commit() <= lastCommit) {
        found(file, scanner);
      }
    }
  }

  /** Reads what lines there are in a file whose header is of no use. */
  private void readLines(SegmentName name, SegmentChain chain) throws IOException {
    Optional<SegmentHeader> header = Segment.header(disk, directory, name);
    if (header.isPresent() && !header.get().store().equals(store)) {
      return; // of another store
    }
    ReadableFile file = disk.openForReading(directory.resolve(name.file()));
    files.add(file);
    long limit = file.length();
    for (Segment segment : chain.segments()) {
      Seal previous = segment.header().previous();
      if (name.generation() == 0 && previous != null && previous.segment() == name.number()) {
        limit = Math.min(limit, previous.length());
      }
    }
    progress.expect(limit);
    LineScanner scanner = new LineScanner(file, 0, limit);
    while (scanner.next()) {
      if (scanner.kind() == Kind.COMMIT) {
        found(file, scanner);
      } else if (scanner.kind() != Kind.OTHER) {
        long start = scanner.offset();
        scanner.skip();
        damages.add(
            new LogDamage(
                name.file(), start, scanner.nextOffset() - start, -1, -1, SegmentWalk.BROKEN));
      }
    }
  }

  private void found(ReadableFile file, LineScanner scanner) {
    LineParser line = scanner.line();
    long commit = line.commit();
    long last = found.isEmpty() ? 0 : found.get(found.size() - 1).commit();
    if (!numbers.add(commit)) {
      return; // the same line stands there twice
    }
    int length = (int) (scanner.nextOffset() - scanner.offset());
    found.add(new Found(commit, file, scanner.offset(), length));
    inOrder &= commit > last;
    highestCommit = Math.max(highestCommit, commit);
    apply(line);
    progress.add(length);
  }

  private void apply(LineParser line) {
    for (int i = 0; i < line.operations(); i++) {
      if (line.encoding(i) == null) {
        edit.remove(line.key(i));
      } else {
        edit.put(line.key(i), Slot.of(line.commit(), 0, 0, 0, 0, 0));
      }
    }
  }

  private static LineParser parse(Found commit, LineParser line) throws IOException {
    byte[] bytes = bytes(commit);
    if (line.parse(bytes, 0, bytes.length) != Kind.COMMIT) {
      throw new IOException("A file has changed while it was read");
    }
    return line;
  }

  /**
   * Whether the checkpoint is whole, and the log as long as it was when that was written.
   *
   * @return up to where the last segment is known to have been whole
   */
  private long checkCheckpoint(List<Segment> segments) throws IOException {
    if (!disk.exists(directory.resolve(CheckpointWriter.FILE))) {
      return 0;
    }
    try (CheckpointReader checkpoint = CheckpointReader.open(disk, directory).orElse(null)) {
      if (checkpoint == null || !checkpoint.isWhole()) {
        damages.add(LogDamage.at(CheckpointWriter.FILE, 0, BAD_CHECKPOINT));
      }
      if (checkpoint == null || !checkpoint.store().equals(store)) {
        return 0;
      }
      LogPosition end = checkpoint.end();
      highestCommit = Math.max(highestCommit, end.commit());
      if (end.segment().number() > highestSegment) {
        highestSegment = end.segment().number();
        damages.add(new LogDamage(end.segment().file(), 0, 0, -1, -1, SegmentChain.MISSING));
      }
      for (CheckpointReader.Covered covered : checkpoint.covered()) {
        for (Segment segment : segments) {
          if (segment.name().equals(covered.name())) {
            checkLength(segment, covered.length());
          }
        }
      }
      boolean isLast =
          !segments.isEmpty() && segments.get(segments.size() - 1).name().equals(end.segment());
      return isLast ? end.offset() : 0;
    }
  }

  private void checkLength(Segment segment, long required) throws IOException {
    long length = segment.readable().length();
    if (length < required) {
      damages.add(
          new LogDamage(
              segment.name().file(), length, required - length, -1, -1, SegmentWalk.SHORT));
    }
  }

  /** Tells a listener now and then how many bytes were read. */
  private static final class Progress {
    private static final long STEP = 1 << 20;

    private final ProgressListener listener;
    private long done;
    private long told;
    private long total;

    Progress(ProgressListener listener) {
      this.listener = listener;
    }

    void expect(long bytes) {
      total += bytes;
    }

    void add(long bytes) {
      done += bytes;
      if (done - told >= STEP) {
        told = done;
        listener.progress(done, total);
      }
    }

    void finish() {
      listener.progress(total, total);
    }
  }
}
