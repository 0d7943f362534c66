package io.holdall.storage.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

final class SmallDiskTest {
  private static final int SIZE = 64 << 10;

  @TempDir Path directory;

  @Test
  void whatIsFullTakesNothingUntilThereIsRoomAgain() throws IOException {
    try (SmallDisk disk = mount()) {
      Path file = disk.directory().resolve("file");
      Path ballast = disk.fill();
      assertThatThrownBy(() -> Files.write(file, new byte[1]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      Files.delete(ballast);
      Files.write(file, new byte[SIZE]);
    }
  }

  @Test
  void itsSizeIsWhatWasSetLast() throws IOException {
    try (SmallDisk disk = mount()) {
      Path file = disk.directory().resolve("file");
      assertThatThrownBy(() -> Files.write(file, new byte[2 * SIZE]))
          .isInstanceOf(IOException.class);
      disk.resize(2 * SIZE);
      Files.write(file, new byte[2 * SIZE]);
      assertThatThrownBy(() -> disk.resize(SIZE)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> disk.resize(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void roomIsLeftForSoMuchAndNotMore() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 1L << 30)) {
      Files.write(disk.directory().resolve("first"), new byte[SIZE]);
      disk.leaveRoomFor(SIZE);
      Path second = Files.write(disk.directory().resolve("second"), new byte[SIZE]);
      assertThatThrownBy(() -> Files.write(second, new byte[1], StandardOpenOption.APPEND))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsReadOnlyIsReadAndNotWritten() throws IOException {
    try (SmallDisk disk = mount()) {
      Path file = Files.writeString(disk.directory().resolve("file"), "before");
      disk.setReadOnly(true);
      assertThatThrownBy(() -> Files.writeString(file, "after"))
          .isInstanceOf(FileSystemException.class);
      assertThat(file).hasContent("before");
      disk.setReadOnly(false);
      Files.writeString(file, "after");
    }
  }

  @Test
  void itIsGoneWhenItIsClosedWhoeverUsesItAndWhoeverIsInterrupted() throws IOException {
    SmallDisk disk = mount();
    try (OutputStream out = Files.newOutputStream(disk.directory().resolve("open"))) {
      Thread.currentThread().interrupt();
      disk.close();
      assertThat(Thread.interrupted()).as("interrupted as before").isTrue();
      out.write(1);
    }
    assertThat(disk.directory()).isEmptyDirectory();
    disk.close();
  }

  @Test
  void itIsGoneWhenTheProcessEnds() throws Exception {
    mount().close(); // or there is nothing to be seen
    Path place = directory.resolve("disk");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Leaves.class.getName(),
                place.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("mounted");
    assertThat(process.waitFor()).isZero();
    assertThat(place).isEmptyDirectory();
  }

  @Test
  void whereNothingMayBeMountedTheTestIsSkippedWithTheReason() {
    assertThatThrownBy(() -> SmallDisk.mount(directory.resolve("disk"), SIZE, "no-such-option=1"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("No file system may be mounted here: ");
  }

  private SmallDisk mount() {
    return SmallDisk.mount(directory.resolve("disk"), SIZE);
  }

  /** Mounts a disk and ends. */
  static final class Leaves {
    public static void main(String[] arguments) throws IOException {
      SmallDisk disk = SmallDisk.mount(Path.of(arguments[0]), SIZE);
      Files.writeString(disk.directory().resolve("file"), "left");
      System.out.print("mounted");
      System.out.flush();
    }
  }
}
