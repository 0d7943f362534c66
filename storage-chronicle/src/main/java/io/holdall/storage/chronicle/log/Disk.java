package io.holdall.storage.chronicle.log;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/** What a log asks of the file system, so that tests can let each of it fail. */
public interface Disk {
  /**
   * Makes a file of zeros and maps it for writing. The room is taken now: writing to a mapping for
   * which there is none would bring down the thread.
   */
  MappedByteBuffer allocate(Path file, int length) throws IOException;

  /** Returns when this part of the mapping, and the file's length, survive a power cut. */
  void sync(MappedByteBuffer mapped, int from, int length) throws IOException;

  /** Writes a whole file and returns when it survives a power cut. */
  void write(Path file, byte[] bytes) throws IOException;

  /**
   * Gives a file its name, in place of what has it.
   *
   * @param durably return when that survives a power cut
   */
  void rename(Path from, Path to, boolean durably) throws IOException;

  /** Removes a file, if it is there. */
  void remove(Path file) throws IOException;
}
