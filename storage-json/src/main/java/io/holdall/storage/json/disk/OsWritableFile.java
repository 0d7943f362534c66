package io.holdall.storage.json.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Writes through the old file API, whose calls an interrupt does not disturb. */
final class OsWritableFile implements WritableFile {
  private final RandomAccessFile file;

  OsWritableFile(Path path, long position) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.seek(position);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    file.write(bytes, offset, length);
  }

  @Override
  public void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void truncate(long length) throws IOException {
    file.setLength(length);
    file.seek(length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
