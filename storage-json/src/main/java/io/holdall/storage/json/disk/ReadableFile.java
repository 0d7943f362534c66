package io.holdall.storage.json.disk;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file that any number of threads read by position. It stays readable when its name is deleted or
 * given to another file.
 */
public interface ReadableFile extends Closeable {
  /**
   * Reads until the stretch is full or the file ends.
   *
   * @return the number of bytes read, less than {@code length} only at the end of the file
   * @throws java.nio.channels.ClosedChannelException if this file was closed
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /** The bytes the file has now. */
  long length() throws IOException;

  /** Closes it; calls under way complete. Twice is harmless. */
  @Override
  void close() throws IOException;
}
