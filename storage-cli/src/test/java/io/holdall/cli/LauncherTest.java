package io.holdall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code ./holdall} in a small project of its own, with a java and a mvn that only tell
 * how they were called; what the real ones do is for CI.
 */
final class LauncherTest {
  private static final Path SCRIPT = Path.of("../holdall");

  @TempDir Path directory;

  private Path root;
  private Path jdk;
  private Path tools;

  @BeforeEach
  void makeProject() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no sh");
    root = Files.createDirectories(directory.resolve("a project"));
    Files.copy(SCRIPT, root.resolve("holdall"));
    root.resolve("holdall").toFile().setExecutable(true);
    Files.createDirectories(root.resolve("storage-cli/src/main"));
    write(root.resolve("pom.xml"), "");
    write(root.resolve("storage-cli/pom.xml"), "");
    jdk = directory.resolve("a jdk");
    script(jdk.resolve("bin/java"), "printf '[%s]' \"$@\"", "echo", "echo \"in $PWD\"", "exit 42");
    javaVersion("17.0.9");
    tools = directory.resolve("tools");
    script(
        tools.resolve("mvn"),
        "echo called >>'" + directory + "/mvn-calls'",
        "mkdir -p storage-cli/target",
        "echo x >storage-cli/target/library.jar",
        "echo x >storage-cli/target/storage-cli-1.jar",
        "printf '%s' \"$PWD/storage-cli/target/library.jar\""
            + " >storage-cli/target/runtime.classpath");
  }

  @Test
  void firstUseBuildsOnceAndSaysSo() throws Exception {
    Result first = run(directory, root.resolve("holdall").toString(), "ls", "a b", "*");
    Result second = run(directory, root.resolve("holdall").toString(), "ls");

    assertThat(first.exitCode()).isEqualTo(42);
    assertThat(first.err()).containsOnlyOnce("building, once");
    assertThat(first.out())
        .contains("[io.holdall.cli.Main][ls][a b][*]")
        .contains("in " + directory.toRealPath());
    assertThat(second.err()).isEmpty();
    assertThat(buildCount()).isEqualTo(1);
    assertThat(root.resolve("target/launcher/lib/library.jar")).exists();
  }

  @Test
  void newerSourceIsBuiltAgain() throws Exception {
    run(directory, root.resolve("holdall").toString());
    Path source = write(root.resolve("storage-cli/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    run(directory, root.resolve("holdall").toString());

    assertThat(buildCount()).isEqualTo(2);
  }

  @Test
  void launchersAtOnceBuildOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          builder(directory, root.resolve("holdall").toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(42);
    }
    assertThat(buildCount()).isEqualTo(1);
    assertThat(root.resolve("target/launcher.lock")).doesNotExist();
  }

  @Test
  void failedBuildShowsItsLogAndIsTriedAgain() throws Exception {
    script(tools.resolve("mvn"), "echo 'the cat sat on the compiler'", "exit 1");

    for (int i = 0; i < 2; i++) {
      Result run = run(directory, root.resolve("holdall").toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("the cat sat on the compiler", "the build failed");
    }
    assertThat(root.resolve("target/launcher.lock")).doesNotExist();
  }

  @Test
  void worksThroughSymbolicLinks() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("far"), root.resolve("holdall"));
    Files.createSymbolicLink(bin.resolve("near"), Path.of("far"));

    Result run = run(bin, "./near", "sessions");

    assertThat(run.out()).contains("[sessions]", "in " + bin.toRealPath());
    assertThat(run.out()).contains(root.toRealPath() + "/target/launcher/lib/*");
  }

  @Test
  void passesFlagsForTheJvm() throws Exception {
    Result run = run(directory, "HOLDALL_JAVA_OPTS=-Xmx1g -Da=b", root.resolve("holdall"), "ls");

    assertThat(run.out()).contains("[-Xmx1g][-Da=b]");
  }

  @Test
  void nativeAccessIsGrantedWhereItIsKnown() throws Exception {
    assertThat(run(directory, root.resolve("holdall").toString()).out())
        .doesNotContain("enable-native-access");
    javaVersion("25.0.1");
    assertThat(run(directory, root.resolve("holdall").toString()).out())
        .contains("[--enable-native-access=ALL-UNNAMED]");
  }

  @Test
  void oldJavaIsRefusedWithWhatToDo() throws Exception {
    javaVersion("11.0.2");
    Result run = run(directory, root.resolve("holdall").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("java 11 is too old", "Set JAVA_HOME to a JDK of 17 or later");
    assertThat(directory.resolve("mvn-calls")).doesNotExist();
  }

  @Test
  void wrongJavaHomeIsNamed() throws Exception {
    Files.delete(jdk.resolve("bin/java"));
    Result run = run(directory, root.resolve("holdall").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no bin/java in JAVA_HOME=" + jdk);
  }

  /** How a process ended and what it printed. */
  private record Result(int exitCode, String out, String err) {}

  private Result run(Path workingDirectory, Object... words) throws Exception {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        builder(workingDirectory, words)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Leading words with an equals sign are environment variables. */
  private ProcessBuilder builder(Path workingDirectory, Object... words) {
    List<String> command = new ArrayList<>(Arrays.stream(words).map(Object::toString).toList());
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HOLDALL_"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    while (command.get(0).contains("=")) {
      String[] variable = command.remove(0).split("=", 2);
      builder.environment().put(variable[0], variable[1]);
    }
    return builder;
  }

  private long buildCount() throws IOException {
    try (var calls = Files.lines(directory.resolve("mvn-calls"))) {
      return calls.count();
    }
  }

  private void javaVersion(String version) throws IOException {
    write(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, UTF_8);
  }

  private static void script(Path file, String... lines) throws IOException {
    write(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
