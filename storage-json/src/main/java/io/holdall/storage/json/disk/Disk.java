package io.holdall.storage.json.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Every operation on files that the backend needs, and none it does not. Implementations are
 * thread-safe, and none of their calls is disturbed by an interrupt of the calling thread: NIO
 * channels, which close themselves then, are no basis for a store that many threads share.
 */
public interface Disk {
  /** A new, empty file; one that is there already is emptied. */
  WritableFile create(Path file) throws IOException;

  /** A file that is there, to be written from this position on. */
  WritableFile openForWriting(Path file, long position) throws IOException;

  /**
   * A file to be read.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  ReadableFile openForReading(Path file) throws IOException;

  /** Gives a file another name at once, replacing what has that name. */
  void rename(Path from, Path to) throws IOException;

  /** A second name for a file; a copy where the file system has no second names. */
  void link(Path existing, Path link) throws IOException;

  /** Removes a name; nothing happens if it is not there. */
  void delete(Path file) throws IOException;

  /** Makes what was created, renamed and deleted in the directory survive a power cut. */
  void syncDirectory(Path directory) throws IOException;

  /** Makes a directory with its parents; one that is there is left alone. */
  void createDirectories(Path directory) throws IOException;

  /**
   * The names in a directory, sorted.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   * @throws java.nio.file.NotDirectoryException if it is something else
   */
  List<String> list(Path directory) throws IOException;

  /** Whether there is something of this name. */
  boolean exists(Path path);

  /** The bytes that could still be written where the directory lies. */
  long usableSpace(Path directory) throws IOException;

  /**
   * Takes the directory for writing, for as long as what is returned is not closed.
   *
   * @throws LockedException if another process, or another opening in this one, has it
   */
  Lock lock(Path directory) throws IOException;

  /** Held by the one opening that may write. */
  interface Lock extends AutoCloseable {
    /** Gives the directory free; twice is harmless. */
    @Override
    void close() throws IOException;
  }
}
