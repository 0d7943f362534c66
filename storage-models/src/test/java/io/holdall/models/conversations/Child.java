package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that runs {@link ChildAppender}. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final Path errors;

  private Child(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Child start(String type, Path path, String name, int threads, int each)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChildAppender.class.getName());
    command.addAll(
        List.of(type, path.toString(), name, Integer.toString(threads), Integer.toString(each)));
    Path errors = path.resolveSibling("stderr-" + name);
    return new Child(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** Lets it begin once it has opened the store. */
  void begin() throws IOException {
    assertThat(read(1)).as(this::errors).containsExactly("ready");
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** What it wrote to its error output, for messages. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return "its error output cannot be read: " + e;
    }
  }

  /** So many lines of what it wrote, or fewer if it ends before. */
  List<String> read(int lines) throws IOException {
    List<String> read = new ArrayList<>();
    for (String line = ""; read.size() < lines && line != null; ) {
      line = out.readLine();
      if (line != null) {
        read.add(line);
      }
    }
    return read;
  }

  /** Everything that it wrote from here on. */
  List<String> readAll() throws IOException {
    return read(Integer.MAX_VALUE);
  }

  /** SIGKILL, then what it had written before. */
  List<String> kill() throws IOException, InterruptedException {
    // By its handle: Process.destroyForcibly() would close the pipe with what is in it.
    process.toHandle().destroyForcibly();
    List<String> rest = new ArrayList<>();
    try {
      rest = readAll();
    } finally {
      process.waitFor();
    }
    return rest;
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
