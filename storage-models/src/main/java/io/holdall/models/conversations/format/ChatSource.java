package io.holdall.models.conversations.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file to be read, from its beginning as often as needed. */
public interface ChatSource {
  /** The name of the file, without folders. */
  String name();

  /**
   * Opens it; the caller closes the stream.
   *
   * @throws IOException if it cannot be read
   */
  InputStream open() throws IOException;

  /** The name without its ending, from which ids are derived. */
  default String baseName() {
    int dot = name().lastIndexOf('.');
    return dot > 0 ? name().substring(0, dot) : name();
  }

  /** A file on disk. */
  static ChatSource of(Path file) {
    Path name = file.getFileName();
    return new ChatSource() {
      @Override
      public String name() {
        return name == null ? file.toString() : name.toString();
      }

      @Override
      public InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      }
    };
  }
}
