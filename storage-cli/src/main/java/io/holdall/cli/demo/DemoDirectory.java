package io.holdall.cli.demo;

import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.storage.config.Profile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a demonstration, whose data stays to be played with. It is begun anew by the
 * next demonstration, but only if an earlier one has made it.
 */
final class DemoDirectory {
  private static final String MARK = "ABOUT.txt";
  private static final String ABOUT =
      "Made by 'holdall demo', which begins it anew each time. Delete it whenever you like.\n";
  private static final String DATA = "data";
  private static final String DATABASES = "holdall.db*";

  private final Path directory;

  DemoDirectory(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory;
  }

  /**
   * Empties the directory, or makes it.
   *
   * @param profile whose store must not be in use
   * @throws CommandFailure if there is something else
   */
  void begin(Profile profile) throws IOException {
    if (Files.isRegularFile(directory.resolve(MARK))) {
      if (Files.isDirectory(directory.resolve(DATA))) {
        profile.open().close(); // fails if another process is at work in it
        deleteAll(directory.resolve(DATA));
      }
      deleteDatabases();
    } else if (Files.exists(directory) && !isEmpty(directory)) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "The demonstration would use " + directory + ", and there is something else in it",
          "Name another directory: --directory DIR");
    }
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(MARK), ABOUT);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      return !files.iterator().hasNext();
    }
  }

  /** The database with its companions, if the last process to use it has left them. */
  private void deleteDatabases() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, DATABASES)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static void deleteAll(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
