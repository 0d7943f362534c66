package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.sqlite.Connections.Mode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/** Copies a store with {@code VACUUM INTO}. */
final class CopyWriter {
  /** So far does a copy's first epoch lie from those its original will take. */
  private static final long LEAP = 1L << 32;

  private CopyWriter() {}

  /**
   * Copies what the connection sees.
   *
   * @param connection must not be in a transaction
   */
  static void copy(Connection connection, Path target, SqlErrors errors) {
    Path file = target.toAbsolutePath();
    if (Files.exists(file)) {
      throw new InvalidArgument("There is something already where the copy should be written")
          .with("file", file);
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Files.deleteIfExists(unfinished);
      try {
        vacuumInto(connection, unfinished);
        leap(unfinished);
        force(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        Path directory = file.getParent();
        if (directory != null) {
          Database.force(directory);
        }
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (SQLException e) {
      throw errors.translate(e).with("target", file);
    } catch (IOException e) {
      throw new Unavailable("The copy cannot be written", e).with("target", file);
    }
  }

  private static void vacuumInto(Connection connection, Path unfinished) throws SQLException {
    try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, unfinished.toString());
      vacuum.execute();
    }
  }

  /** The copy issues versions that its original does not. */
  private static void leap(Path copy) throws SQLException {
    try (Connection connection = Connections.direct(copy, Mode.WRITE)) {
      long last = Epochs.last(connection, copy);
      Epochs.store(connection, last + 1 + ThreadLocalRandom.current().nextLong(LEAP));
    }
  }

  /** Makes what stands in a file durable. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
