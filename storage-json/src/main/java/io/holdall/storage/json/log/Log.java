package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.WritableFile;
import io.holdall.storage.json.format.Checksum;
import io.holdall.storage.json.format.CommitBody;
import io.holdall.storage.json.format.LineFormat;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log, where commits are written. Used by one thread at a time.
 *
 * <p>What has been acknowledged ends at {@link #end()}. If a write or a sync fails, nobody can tell
 * what of the bytes after it reaches the disk, neither now nor by syncing again. So the segment is
 * given up: nothing is written to it any more, and the next segment states in its header where this
 * one ends. Until such a segment stands durably, nothing can be written. See {@code
 * docs/decisions/0011-failed-sync.md}.
 */
public final class Log {
  private static final int BUFFER = 1 << 18;

  private final Disk disk;
  private final Path directory;
  private final String store;
  private final long segmentBytes;
  private final boolean syncs;

  private SegmentTable segments;
  private LogPosition end;
  private @Nullable WritableFile file;

  /** Whether the last segment takes no more lines, so that a new one must be begun. */
  private boolean finished;

  /** Whether commits that were reported as uncertain may still come to light. */
  private boolean inDoubt;

  private boolean syncFailed;
  private long lastNumber;

  // The lines that are being written: what is in the buffer goes to the file after written bytes.
  private final byte[] buffer = new byte[BUFFER];
  private int buffered;
  private long written;
  private long pendingCommit;
  private int pendingChain;

  /**
   * Continues a log that was loaded.
   *
   * @param segmentBytes how long a segment may become, unless one line is longer
   * @param syncs whether a commit is made to survive a power cut
   */
  public Log(
      Disk disk, Path directory, String store, View loaded, long segmentBytes, boolean syncs) {
    this.disk = disk;
    this.directory = directory;
    this.store = store;
    this.segmentBytes = segmentBytes;
    this.syncs = syncs;
    segments = loaded.segments();
    end = loaded.end();
    lastNumber = end.commit();
    finished = segments.last().header().isCompacted();
  }

  /**
   * Cuts off a torn end and makes sure of the rest: what was written by a process that died may be
   * in memory only, or, after a failed sync, look as if it were on disk. It is written once more.
   *
   * @param synced up to where the last segment surely is on disk
   */
  public void recover(long synced) throws IOException {
    Segment last = segments.last();
    boolean untorn = last.readable().length() == end.offset();
    if (finished || (untorn && synced == end.offset())) {
      return;
    }
    try (WritableFile tail = disk.openForWriting(last.path(), synced)) {
      byte[] chunk = new byte[BUFFER];
      long position = synced;
      while (position < end.offset()) {
        int length = (int) Math.min(chunk.length, end.offset() - position);
        if (last.readable().read(position, chunk, 0, length) < length) {
          throw LogDamage.corrupt(last.path(), position, SegmentWalk.SHORT);
        }
        tail.write(chunk, 0, length);
        position += length;
      }
      tail.truncate(end.offset());
      tail.sync();
    }
  }

  /** The segments, the one being written last. */
  public SegmentTable segments() {
    return segments;
  }

  /** Takes over the table after a compaction. */
  void setSegments(SegmentTable changed) {
    segments = changed;
  }

  /** The place behind the last commit that was written as durably as was asked for. */
  public LogPosition end() {
    return end;
  }

  /**
   * Whether the last segment takes one more line.
   *
   * @param body the length of its body
   */
  public boolean fits(int body) {
    return !finished
        && (end.offset() + pending() + LineFormat.longest(body) <= segmentBytes
            || end.offset() + pending() == segments.last().start().offset());
  }

  /**
   * Begins a new segment; nothing may be pending. If it throws, the log ends where it did, and
   * takes no line until a further call succeeds.
   */
  public void roll() throws IOException {
    if (!finished && !syncs) {
      // Or a power cut could take the end of a segment that others follow.
      sync();
    }
    finished = true;
    close();
    Seal previous = seal();
    Segment before = segments.last();
    SegmentHeader header =
        SegmentHeader.following(store, previous, before.name().generation(), lastNumber + 1);
    WholeFile.write(disk, directory, header.name().file(), header.line());
    Segment begun = Segment.open(disk, directory, header.name(), segments.nextFile(), store);
    try {
      file = disk.openForWriting(begun.path(), begun.start().offset());
    } catch (IOException e) {
      begun.close();
      throw e;
    }
    segments = segments.with(begun);
    end = begun.start();
    finished = false;
    syncFailed = false;
    inDoubt = false;
  }

  /** The number of the next commit. */
  public long nextNumber() {
    return ++lastNumber;
  }

  /**
   * Adds the line of a commit to those being written.
   *
   * @param commit its number
   * @param group the number of the first commit that is being written with it
   * @return where in the last segment the body begins
   */
  public long append(long commit, long group, CommitBody body) throws IOException {
    if (pending() == 0) {
      pendingChain = end.chain();
    }
    byte[] head = LineFormat.head(commit, group);
    CRC32C crc = new CRC32C();
    crc.update(head, 0, head.length);
    crc.update(body.bytes(), 0, body.bytes().length);
    byte[] tail = LineFormat.tail(crc);
    write(head);
    long start = end.offset() + pending();
    write(body.bytes());
    write(tail);
    pendingCommit = commit;
    pendingChain = Checksum.chain(pendingChain, (int) crc.getValue());
    return start;
  }

  /** The bytes of lines that were added since the last {@link #commit()}. */
  public long pending() {
    return written + buffered;
  }

  /** Writes the lines and makes them as durable as was asked for. */
  public void commit() throws IOException {
    flush();
    if (syncs) {
      sync();
    }
    end = new LogPosition(end.segment(), end.offset() + written, pendingCommit, pendingChain);
    segments.last().setLength(end.offset());
    written = 0;
  }

  /** Makes everything up to {@link #end()} survive a power cut. */
  public void sync() throws IOException {
    if (finished) {
      return;
    }
    boolean synced = false;
    try {
      file().sync();
      synced = true;
    } finally {
      syncFailed |= !synced;
    }
  }

  /**
   * Gives the segment up after a failure, with all that was added since the last commit.
   *
   * @return whether these lines will surely never be seen again, whatever happens next
   */
  public boolean giveUp(IOException failure) {
    buffered = 0;
    boolean touched = written > 0 || syncFailed;
    written = 0;
    finished = true;
    boolean erased = !touched || erase(failure);
    try {
      roll();
      return true;
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
      inDoubt |= !erased;
      return erased;
    }
  }

  /**
   * Whether commits that were given up may still come to light at the next opening. Until a new
   * segment rules that out, nothing can be acknowledged that they would contradict.
   */
  public boolean isInDoubt() {
    return inDoubt;
  }

  /** Closes the file that is being written. */
  public void close() throws IOException {
    WritableFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }

  /** What the next segment has to say of the last one. */
  private Seal seal() {
    Seal sealed = segments.last().header().sealed();
    return sealed != null
        ? sealed
        : new Seal(end.segment().number(), end.offset(), end.commit(), end.chain());
  }

  /**
   * Cuts off what may have been written; that also gives back the room it takes on a full disk. It
   * settles the matter only if no sync has failed, for then the cut itself can be made durable.
   */
  private boolean erase(IOException failure) {
    try {
      file().truncate(end.offset());
      if (syncFailed) {
        return false;
      }
      file().sync();
      return true;
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  private void write(byte[] bytes) throws IOException {
    if (buffered + bytes.length > buffer.length) {
      flush();
    }
    if (bytes.length > buffer.length) {
      writeThrough(bytes, bytes.length);
    } else {
      System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
      buffered += bytes.length;
    }
  }

  private void flush() throws IOException {
    if (buffered > 0) {
      int length = buffered;
      buffered = 0;
      writeThrough(buffer, length);
    }
  }

  private void writeThrough(byte[] bytes, int length) throws IOException {
    written += length; // also if it fails: any part may have been written
    file().write(bytes, 0, length);
  }

  private WritableFile file() throws IOException {
    WritableFile open = file;
    if (open == null) {
      open = disk.openForWriting(segments.last().path(), end.offset());
      file = open;
    }
    return open;
  }
}
