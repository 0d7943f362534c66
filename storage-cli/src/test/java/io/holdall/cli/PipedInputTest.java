package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input from a pipe, which only a process of its own has. */
final class PipedInputTest {
  @TempDir Path directory;

  @Test
  void putStoresWhatComesThroughAPipe() throws Exception {
    Stores stores = Stores.in(directory);
    byte[] value = {'a', '\n', 0, (byte) 0xFF};
    Process put = start(stores, "put", "k", "--format", "binary");
    try (OutputStream in = put.getOutputStream()) {
      in.write(value);
    }

    assertThat(put.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(put.exitValue()).isZero();
    assertThat(stores.run("get", "k").outBytes()).isEqualTo(value);
  }

  private static Process start(Stores stores, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.holdall.cli.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(stores.environment());
    return builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
  }
}
