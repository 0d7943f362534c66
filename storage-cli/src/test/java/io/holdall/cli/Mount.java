package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own, in memory; where none may be mounted the test is skipped. */
final class Mount implements AutoCloseable {
  private final Path directory;

  private Mount(Path directory) {
    this.directory = directory;
  }

  /** Mounts it on a directory that is made for it. */
  static Mount at(Path directory, String options) throws IOException {
    Files.createDirectories(directory);
    boolean mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
    assumeTrue(mounted, "no file system may be mounted here");
    return new Mount(directory);
  }

  Path directory() {
    return directory;
  }

  /** Changes its options, such as its size. */
  void remount(String options) throws IOException {
    assertThat(run("mount", "-o", "remount," + options, directory.toString())).isTrue();
  }

  /** Leaves no byte free. */
  Path fill() throws IOException {
    Path ballast = directory.resolve("ballast");
    run("dd", "if=/dev/zero", "of=" + ballast, "bs=4096");
    assertThat(Files.getFileStore(directory).getUsableSpace()).isZero();
    return ballast;
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", directory.toString())) {
      run("umount", "-l", directory.toString());
    }
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(List.of(command))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
