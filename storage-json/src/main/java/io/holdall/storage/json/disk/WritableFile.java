package io.holdall.storage.json.disk;

import java.io.Closeable;
import java.io.IOException;

/** A file that one thread at a time writes from front to back. */
public interface WritableFile extends Closeable {
  /** Writes all of these bytes; if it throws, any part of them may have been written. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Returns when everything written so far survives a power cut. */
  void sync() throws IOException;

  /** Cuts the file off at this length and goes on writing there. */
  void truncate(long length) throws IOException;
}
