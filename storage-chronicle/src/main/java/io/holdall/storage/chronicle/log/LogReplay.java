package io.holdall.storage.chronicle.log;

import io.holdall.storage.Format;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from its base to its end. A crash may have torn what was written last, and only that:
 * each record says up to where everything before it had been acknowledged, so damage that is
 * followed by a record which relies on the damaged place is no torn end.
 */
public final class LogReplay {
  private static final String MISSING = "the file is missing";

  private final LogTarget target;
  private final Damages damages;
  private @Nullable LogFile last;
  private long bytes;

  LogReplay(LogTarget target, Damages damages) {
    this.target = target;
    this.damages = damages;
  }

  /**
   * Reads everything that counts. While another process writes, files may go because it has
   * replaced them; then there is another manifest.
   */
  public static LogEnd replay(
      LogDirectory directory, Manifest manifest, LogTarget target, Damages damages)
      throws IOException {
    return new LogReplay(target, damages).replay(directory, manifest);
  }

  /** All files are opened before any is read: what is open stays readable when it is removed. */
  LogEnd replay(LogDirectory directory, Manifest manifest) throws IOException {
    List<LogFile> base = openBase(directory, manifest);
    SortedMap<Long, LogFile> segments = openSegments(directory, manifest);
    base.forEach(this::readBase);
    return readSegments(segments);
  }

  /** The last segment, if there is one. */
  @Nullable LogFile last() {
    return last;
  }

  private List<LogFile> openBase(LogDirectory directory, Manifest manifest) throws IOException {
    List<LogFile> files = new ArrayList<>();
    for (int part = 1; part <= manifest.baseParts(); part++) {
      LogFile file = open(directory.base(manifest.baseSequence(), part));
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  /** The list of a directory may lack a file that was made while it was read: names are tried. */
  private SortedMap<Long, LogFile> openSegments(LogDirectory directory, Manifest manifest)
      throws IOException {
    SortedMap<Long, LogFile> files = new TreeMap<>();
    long first = manifest.firstSegment();
    SortedMap<Long, Path> listed = directory.segments().tailMap(first);
    long end = listed.isEmpty() ? first : listed.lastKey();
    for (long sequence = first; sequence <= end; sequence++) {
      LogFile file = open(directory.segment(sequence));
      if (file != null) {
        files.put(sequence, file);
      }
    }
    return files;
  }

  private @Nullable LogFile open(Path path) throws IOException {
    try {
      return LogFile.open(path);
    } catch (NoSuchFileException e) {
      damages.found(String.valueOf(path.getFileName()), 0, MISSING);
      return null;
    }
  }

  private LogEnd readSegments(SortedMap<Long, LogFile> files) {
    long sequence = 0;
    int end = 0;
    for (Map.Entry<Long, LogFile> segment : files.entrySet()) {
      sequence = segment.getKey();
      last = segment.getValue();
      LogFile next = files.get(sequence + 1);
      boolean endIsKnown =
          next != null && next.headerProblem() == null && next.sequence() == sequence + 1;
      end =
          readSegment(
              segment.getValue(), sequence, endIsKnown && next != null ? next.previousEnd() : -1);
    }
    return new LogEnd(sequence, end, bytes);
  }

  private void readBase(LogFile file) {
    checkHeader(file, -1);
    apply(file, records(file, file.length()));
  }

  /**
   * @param end where the segment ends, or -1 if that is to be found out
   * @return where it ends
   */
  private int readSegment(LogFile file, long sequence, int end) {
    checkHeader(file, sequence);
    List<LogRecord> records = records(file, end);
    apply(file, records);
    return records.isEmpty() ? LogFormat.FILE_HEADER_BYTES : records.get(records.size() - 1).end();
  }

  private void checkHeader(LogFile file, long sequence) {
    String problem = file.headerProblem();
    if (problem == null && sequence >= 0 && file.sequence() != sequence) {
      problem = "the file has the header of another";
    }
    if (problem != null) {
      damages.found(file.name(), 0, problem);
    }
  }

  private List<LogRecord> records(LogFile file, int end) {
    List<LogRecord> records = new ArrayList<>();
    int at = LogFormat.FILE_HEADER_BYTES;
    while (end < 0 || at < end) {
      LogRecord record = file.record(at);
      if (record == null) {
        record = afterDamage(file, at, end);
        if (record == null) {
          break;
        }
      }
      records.add(record);
      at = record.end();
    }
    return records;
  }

  /** What follows a place without a whole record, or null if the log ends there. */
  private @Nullable LogRecord afterDamage(LogFile file, int at, int end) {
    int limit = end < 0 ? file.length() : end;
    LogRecord next = file.recordFrom(at + LogFormat.ALIGNMENT, limit);
    boolean torn = end < 0 && !isReliedOn(file, at, next);
    if (torn) {
      return null;
    }
    LogRecord meanwhile = file.record(at); // a writer may have finished it
    if (meanwhile != null) {
      return meanwhile;
    }
    damages.found(file.name(), at, "a record is damaged");
    return next;
  }

  private static boolean isReliedOn(LogFile file, int place, @Nullable LogRecord first) {
    LogRecord record = first;
    while (record != null) {
      if (record.trusted() > place) {
        return true;
      }
      record = file.recordFrom(record.end(), file.length());
    }
    return false;
  }

  private void apply(LogFile file, List<LogRecord> records) {
    Set<Long> voided = new HashSet<>();
    for (LogRecord record : records) {
      bytes += record.end() - record.at();
      if (record.type() == RecordType.VOID) {
        voided.add(record.number());
      }
    }
    for (LogRecord record : records) {
      if (record.type() == RecordType.ENTRIES
          || (record.type() == RecordType.COMMIT && !voided.contains(record.number()))) {
        if (!apply(file, record, target)) {
          damages.found(file.name(), record.at(), "a record does not hold what it should");
        }
      }
    }
  }

  /** Hands a record's content on; false if it makes no sense. */
  static boolean apply(LogFile file, LogRecord record, LogTarget target) {
    long numbered = record.type() == RecordType.COMMIT ? record.number() : 0;
    return RecordBody.read(
        file.bytes(),
        record,
        numbered,
        new RecordBody.Reader() {
          @Override
          public void put(String key, long version, Format format, int valueAt, int valueLength) {
            target.put(key, new LogPosition(file, version, format, valueAt, valueLength));
          }

          @Override
          public void delete(String key) {
            target.delete(key);
          }
        });
  }
}
