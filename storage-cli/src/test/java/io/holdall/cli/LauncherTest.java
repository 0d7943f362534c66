package io.holdall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code ./holdall} in a small project of its own, with a java and a mvn that only tell
 * how they were called; what the real ones do is for CI.
 */
final class LauncherTest {
  private static final Path SCRIPT = Path.of("../holdall");
  private static final String LINK_OF_LOCK = "target/launcher.link";
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "cksum",
          "cp",
          "cut",
          "dirname",
          "find",
          "head",
          "ln",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "stty",
          "touch",
          "tr");

  @TempDir Path directory;

  private Path root;
  private Path jdk;
  private Path tools;
  private String path = "";

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
    path = tools + ":" + System.getenv("PATH");
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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void launchersAtOnceBuildOnce(boolean kernelLock) throws Exception {
    useKernelLock(kernelLock);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(42);
    }
    assertThat(buildCount()).isEqualTo(1);
    assertThat(Files.exists(root.resolve(LINK_OF_LOCK), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLauncherKilledInItsBuildBlocksNobody(boolean kernelLock) throws Exception {
    useKernelLock(kernelLock);
    Path mvn = tools.resolve("mvn");
    String whole = Files.readString(mvn);
    script(mvn, "echo called >>'" + directory + "/mvn-calls'", "exec sleep 600");
    Process killed = start();
    await().until(() -> Files.exists(directory.resolve("mvn-calls")));
    List<ProcessHandle> all =
        Stream.concat(killed.descendants(), Stream.of(killed.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    assertThat(killed.waitFor(1, TimeUnit.MINUTES)).isTrue();

    Files.writeString(mvn, whole);
    assertThat(run(directory, root.resolve("holdall")).exitCode()).isEqualTo(42);
    assertThat(buildCount()).isEqualTo(2);
  }

  @Test
  void aMavenThatOutlivesItsLauncherIsWaitedFor() throws Exception {
    useKernelLock(true);
    Path mvn = tools.resolve("mvn");
    String whole = Files.readString(mvn);
    script(mvn, "echo called >>'" + directory + "/mvn-calls'", "exec sleep 600");
    Process killed = start();
    await().until(() -> Files.exists(directory.resolve("mvn-calls")));
    List<ProcessHandle> maven = killed.descendants().toList();
    killed.toHandle().destroyForcibly();
    assertThat(killed.waitFor(1, TimeUnit.MINUTES)).isTrue();

    Files.writeString(mvn, whole);
    Path said = directory.resolve("said.txt");
    Process next =
        builder(directory, root.resolve("holdall"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    await().until(() -> Files.readString(said).contains("another process is building"));
    assertThat(buildCount()).isEqualTo(1);
    maven.forEach(ProcessHandle::destroyForcibly);
    assertThat(next.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(next.exitValue()).isEqualTo(42);
    assertThat(buildCount()).isEqualTo(2);
  }

  @Test
  void aLinkOfAnHourAgoLocksNothing() throws Exception {
    useKernelLock(false);
    Files.createDirectories(root.resolve("target"));
    long alive = ProcessHandle.current().pid();
    Path link = root.resolve(LINK_OF_LOCK);
    Files.createSymbolicLink(link, Path.of(Long.toString(alive)));
    Process touch =
        new ProcessBuilder("touch", "-h", "-t", "202001010000", link.toString()).start();
    assumeTrue(touch.waitFor() == 0, "touch cannot change a link");

    assertThat(run(directory, root.resolve("holdall")).exitCode()).isEqualTo(42);
  }

  @Test
  void aBuildOfWhichOnlyAPartIsLeftIsBuiltAgain() throws Exception {
    run(directory, root.resolve("holdall"));
    Files.move(root.resolve("target/launcher"), root.resolve("target/launcher.next"));

    assertThat(run(directory, root.resolve("holdall")).exitCode()).isEqualTo(42);
    assertThat(buildCount()).isEqualTo(2);
    assertThat(root.resolve("target/launcher.next")).doesNotExist();
  }

  @Test
  void failedBuildShowsItsLogAndIsTriedAgain() throws Exception {
    script(tools.resolve("mvn"), "echo 'the cat sat on the compiler'", "exit 1");

    for (int i = 0; i < 2; i++) {
      Result run = run(directory, root.resolve("holdall").toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("the cat sat on the compiler", "the build failed");
    }
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

  /** Or the one for systems that have no {@code flock}. */
  private void useKernelLock(boolean use) throws Exception {
    if (use) {
      assumeTrue(
          new ProcessBuilder("sh", "-c", "command -v flock").start().waitFor() == 0,
          "there is no flock");
      return;
    }
    // The tools the script needs, and no others, stand in its PATH.
    path = tools.toString();
    for (String tool : TOOLS) {
      Path real = toolNamed(tool);
      script(tools.resolve(tool), "exec '" + real + "' \"$@\"");
    }
  }

  private static Path toolNamed(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + tool));
  }

  private Process start() throws IOException {
    return builder(directory, root.resolve("holdall"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
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
    builder.environment().put("PATH", path);
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
