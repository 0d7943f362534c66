package io.holdall.storage.chronicle.log;

import io.holdall.storage.StorageException.Corrupt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Reads on in a log that another process, or another opening, writes. Not thread-safe. */
public final class LogFollower {
  private final LogDirectory directory;
  private LogFile file;
  private long sequence;
  private int at;

  private LogFollower(LogDirectory directory, LogFile file, LogEnd end) {
    this.directory = directory;
    this.file = file;
    sequence = end.sequence();
    at = end.end();
  }

  /**
   * Reads a log to its end, to go on from there.
   *
   * @throws Corrupt if it is damaged, or files were replaced meanwhile
   */
  public static LogFollower replaying(LogDirectory directory, Manifest manifest, LogTarget target)
      throws IOException {
    LogReplay replay = new LogReplay(target, Damages.FATAL);
    LogEnd end = replay.replay(directory, manifest);
    return new LogFollower(directory, Objects.requireNonNull(replay.last()), end);
  }

  /**
   * Hands on what has been committed since.
   *
   * @return false if the log has to be read anew: files were replaced, or something that was handed
   *     on has not happened after all
   */
  public boolean follow(LogTarget target) throws IOException {
    while (true) {
      if (!readOn(target)) {
        return false;
      }
      if (!Files.exists(directory.segment(sequence + 1))) {
        return Files.exists(directory.segment(sequence));
      }
      LogFile next;
      try {
        next = LogFile.open(directory.segment(sequence + 1));
      } catch (NoSuchFileException e) {
        return false;
      }
      if (next.headerProblem() != null) {
        return false; // reading anew says what is wrong
      }
      if (!readOn(target) || next.previousEnd() != at) {
        return false;
      }
      file = next;
      sequence++;
      at = LogFormat.FILE_HEADER_BYTES;
    }
  }

  private boolean readOn(LogTarget target) {
    LogRecord record = file.record(at);
    while (record != null) {
      if (record.type() == RecordType.VOID
          || (record.type() == RecordType.COMMIT && !LogReplay.apply(file, record, target))) {
        return false;
      }
      at = record.end();
      record = file.record(at);
    }
    return true;
  }
}
