package io.holdall.models.conversations.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  @TempDir private Path temporary;

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(file(), "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write("half".getBytes(UTF_8));
                      throw new IOException("no more");
                    }))
        .hasMessage("no more");
    assertThat(file).hasContent("old");
    assertThat(temporary).isDirectoryContaining(file::equals);
    assertThat(temporary.toFile().list()).hasSize(1);
  }

  @Test
  void nobodySeesAPart() throws IOException {
    Path file = Files.writeString(file(), "old");
    WholeFile.write(
        file,
        out -> {
          out.write("ne".getBytes(UTF_8));
          out.flush();
          assertThat(file).hasContent("old");
          out.write("w".getBytes(UTF_8));
          out.close();
          assertThat(file).hasContent("old");
          return 3;
        });
    assertThat(file).hasContent("new");
  }

  @Test
  void twoWritersAtOnceAreNotMixed() throws IOException {
    Path file = file();
    WholeFile.write(
        file,
        outer -> {
          outer.write("one ".getBytes(UTF_8));
          WholeFile.write(
              file,
              inner -> {
                inner.write("another".getBytes(UTF_8));
                return 0;
              });
          outer.write("whole".getBytes(UTF_8));
          return 0;
        });
    assertThat(file).hasContent("one whole");
    assertThat(temporary.toFile().list()).hasSize(1);
  }

  @Test
  void aLinkStaysOne() throws IOException {
    Path file = Files.writeString(file(), "old");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), file.getFileName());
    WholeFile.write(link, WholeFileTest::writeNew);
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aPipeIsWrittenAndStaysOne() throws Exception {
    Path pipe = temporary.resolve("pipe");
    assumeTrue(run("mkfifo", pipe.toString()) == 0, "there is no mkfifo");
    CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> text(pipe));
    WholeFile.write(pipe, WholeFileTest::writeNew);
    assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo("new");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path directory = temporary.resolve("nowhere");
    assertThatThrownBy(() -> WholeFile.write(directory.resolve("f"), WholeFileTest::writeNew))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(directory.toString());
  }

  @Test
  void theFileIsSyncedBeforeItGetsItsNameAndTheNameThereafter() throws Exception {
    requireStrace();
    List<String> calls = trace("-y", "-e", "trace=fsync,rename,renameat,renameat2");
    List<String> order = new ArrayList<>();
    for (String call : calls) {
      if (call.contains("fsync(") && call.contains(".part>")) {
        order.add("file synced");
      } else if (call.contains("rename") && call.contains(".part\"")) {
        order.add("renamed");
      } else if (call.contains("fsync(") && call.contains("<" + temporary.toRealPath() + ">")) {
        order.add("directory synced");
      }
    }
    assertThat(order).containsExactly("file synced", "renamed", "directory synced");
    assertThat(Files.readString(file())).contains("new");
  }

  @Test
  void aFileThatCannotBeSyncedIsNotReplaced() throws Exception {
    requireStrace();
    Files.writeString(file(), "old");
    trace("-e", "trace=fsync", "-e", "inject=fsync:error=EIO:when=1");
    assertThat(temporary.resolve("said")).hasContent("failed");
    assertThat(file()).hasContent("old");
    assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("file", "said", "calls");
  }

  private Path file() {
    return temporary.resolve("file");
  }

  private static int writeNew(OutputStream out) throws IOException {
    out.write("new".getBytes(UTF_8));
    return 3;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "cannot be read: " + e;
    }
  }

  private void requireStrace() throws Exception {
    assumeTrue(run("strace", "-f", "-qq", "true") == 0, "strace is not here or may not trace");
  }

  /** Exports in a process of its own, and returns its system calls. */
  private List<String> trace(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq"));
    command.addAll(List.of("-o", temporary.resolve("calls").toString()));
    command.addAll(List.of(options));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ExportingChild.class.getName(), file().toString()));
    assertThat(run(command.toArray(String[]::new))).isZero();
    return Files.readAllLines(temporary.resolve("calls"));
  }

  private int run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(temporary.resolve("said").toFile())
              .start();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } catch (IOException missing) {
      return -1;
    }
  }
}
