package io.holdall.storage.chronicle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that runs a main class of these tests. */
final class OtherJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private OtherJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static OtherJvm withFlags(Path errors, Class<?> main, Object... arguments) throws IOException {
    return start(errors, flags(), main, arguments);
  }

  /** With what Chronicle needs when it is left to itself: it compiles classes. */
  static OtherJvm forPlainChronicle(Path errors, Class<?> main, Object... arguments)
      throws IOException {
    List<String> flags = new ArrayList<>(flags());
    flags.add("--add-opens=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");
    return start(errors, flags, main, arguments);
  }

  static OtherJvm withoutFlags(Path errors, Class<?> main, Object... arguments) throws IOException {
    return start(errors, List.of(), main, arguments);
  }

  private static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .toList();
  }

  private static OtherJvm start(Path errors, List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(
        List.of("-Dorg.slf4j.simpleLogger.logFile=" + errors.resolveSibling("child.log")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new OtherJvm(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** Its next line. */
  String line() throws IOException {
    String line = output.readLine();
    return line == null ? "ended: " + errors() : line;
  }

  /** Lets it go on. */
  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Kills it with SIGKILL; gives the lines it had written. */
  List<String> kill() throws IOException {
    process.toHandle().destroyForcibly(); // the process itself would close its output
    return rest();
  }

  /** All lines until it ends. */
  List<String> rest() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  /** What it wrote as errors. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
