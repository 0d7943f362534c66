package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.storage.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command in a process of its own. */
final class CommandProcess {
  private CommandProcess() {}

  /** Runs it to its end. */
  static CommandRun run(Stores stores, List<String> jvmOptions, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("holdall-", ".out");
    Path err = Files.createTempFile("holdall-", ".err");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      if (Runtime.version().feature() >= 22) {
        command.add("--enable-native-access=ALL-UNNAMED");
      }
      command.addAll(jvmOptions);
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("io.holdall.cli.Main");
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(stores.environment());
      Process process = builder.start();
      boolean ended = process.waitFor(1, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(ended).as("the command ends").isTrue();
      return new CommandRun(
          process.exitValue(), Value.binary(Files.readAllBytes(out)), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
