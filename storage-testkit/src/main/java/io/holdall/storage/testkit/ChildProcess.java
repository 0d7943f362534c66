package io.holdall.storage.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another JVM with the same class path that opens a store on command: see {@link ChildMain} for the
 * commands. Ends when it is killed, and by itself when this process ends.
 */
final class ChildProcess {
  /** Far more than any command needs: what has not answered by then hangs. */
  private static final long DEADLINE_SECONDS = 60;

  private static final String END = "(end of output)";
  private static final List<String> PASSED_ON =
      List.of("--add-", "--enable-native-access", "--sun-misc", "-Dholdall.");

  private final Process process;
  private final Path temporary;
  private final Writer commands;
  private final Thread reader;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildProcess(Process process, Path temporary) {
    this.process = process;
    this.temporary = temporary;
    commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    reader = new Thread(this::readLines, "output of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a JVM that knows how to open the store, but does not open it yet.
   *
   * @param scratch where it keeps its temporary files and writes its errors
   */
  static ChildProcess start(ChildStore store, Path scratch) {
    try {
      Path temporary = Files.createTempDirectory(scratch, "child-");
      ProcessBuilder builder = new ProcessBuilder(commandLine(temporary));
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.redirectError(errorsIn(temporary).toFile());
      ChildProcess child = new ChildProcess(builder.start(), temporary);
      child.send(store.line());
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start another JVM", e);
    }
  }

  /** Sends a command without waiting for its answer. */
  void send(String command) {
    try {
      commands.write(command + '\n');
      commands.flush();
    } catch (IOException e) {
      throw new AssertionError("The other process does not take '" + command + "'" + why(), e);
    }
  }

  /** Sends a command and waits for its answer. */
  String ask(String command) {
    send(command);
    return readLine();
  }

  /** Sends a command whose answer must be {@code ok}. */
  void tell(String command) {
    String answer = ask(command);
    if (!answer.equals("ok")) {
      throw new AssertionError(
          "The other process answers '%s' to '%s'%s".formatted(answer, command, why()));
    }
  }

  /** The next line it writes. */
  String readLine() {
    try {
      String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("The other process hangs" + why());
      }
      if (line.equals(END)) {
        lines.add(END);
        throw new AssertionError("The other process has ended" + why());
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for another process", e);
    }
  }

  /**
   * Ends it with SIGKILL and gives what it had written and nobody has read. Killing twice is
   * harmless.
   */
  List<String> kill() {
    // By its handle: Process.destroyForcibly() closes the pipe with what was acknowledged in it.
    process.toHandle().destroyForcibly();
    try {
      process.waitFor();
      reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<String> rest = new ArrayList<>();
    lines.drainTo(rest);
    rest.removeIf(END::equals);
    removeFiles();
    return rest;
  }

  /** What it could not remove itself: native libraries, mostly. What it wrote as errors stays. */
  private void removeFiles() {
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(temporary) && !file.equals(errorsIn(temporary))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the files of another process", e);
    }
  }

  private void readLines() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException killed) {
      lines.add("(output broke off: " + killed.getMessage() + ")");
    } finally {
      lines.add(END);
    }
  }

  private static Path errorsIn(Path temporary) {
    return temporary.resolve("stderr");
  }

  private String why() {
    try (Stream<String> written = Files.lines(errorsIn(temporary))) {
      List<String> text = written.limit(60).toList();
      return text.isEmpty() ? "" : "; it wrote to its error output:\n" + String.join("\n", text);
    } catch (IOException | UncheckedIOException e) {
      return "; its error output cannot be read: " + e;
    }
  }

  /** Starting quickly matters more than running fast. */
  private static List<String> commandLine(Path temporary) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(
        List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.add("-Djava.io.tmpdir=" + temporary);
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (PASSED_ON.stream().anyMatch(argument::startsWith)) {
        command.add(argument);
      }
    }
    command.add(ChildMain.class.getName());
    return command;
  }
}
