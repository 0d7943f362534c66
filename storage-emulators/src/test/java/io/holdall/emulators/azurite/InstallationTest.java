package io.holdall.emulators.azurite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Installing, with scripts in the place of Node and npm. */
@DisabledOnOs(OS.WINDOWS)
final class InstallationTest {
  private static final String GOOD_NODE = "echo v20.1.2";
  private static final String GOOD_NPM =
      "test -f package-lock.json && mkdir -p node_modules/azurite/dist/src/blob"
          + " && touch node_modules/azurite/dist/src/blob/main.js";

  @TempDir Path temporary;

  @Test
  void itIsInstalledOnceAndFoundAgain() throws IOException {
    assertThat(install(GOOD_NODE, GOOD_NPM + " && echo x >> ../runs").failure()).isEmpty();
    assertThat(install(GOOD_NODE, "exit 1").failure()).isEmpty();
    assertThat(installed()).hasSize(1);
    assertThat(Files.readAllLines(directory().resolve("runs"))).hasSize(1);
  }

  @Test
  void manyAtOnceInstallItOnce() throws IOException {
    String npm = GOOD_NPM + " && echo x >> ../runs && sleep 0.2";
    List<CompletableFuture<Installation>> all =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> install(GOOD_NODE, npm)))
            .toList();
    assertThat(all).allMatch(one -> one.join().failure().isEmpty());
    assertThat(Files.readAllLines(directory().resolve("runs"))).hasSize(1);
  }

  @Test
  void anNpmThatFailsIsToldAndLeavesNothing() throws IOException {
    assertThat(install(GOOD_NODE, GOOD_NPM + "; echo no network; exit 1").failure())
        .hasValueSatisfying(reason -> assertThat(reason).contains("npm").contains("no network"));
    assertThat(installed()).isEmpty();
    assertThat(install(GOOD_NODE, GOOD_NPM).failure()).isEmpty();
  }

  @Test
  void anNpmThatInstallsSomethingElseIsTold() {
    assertThat(install(GOOD_NODE, "true").failure())
        .hasValueSatisfying(reason -> assertThat(reason).contains("something else"));
  }

  @Test
  void whatAKilledInstallationLeftIsNotUsedAndIsRemovedAfterADay() throws IOException {
    Path fresh = Files.createDirectories(directory().resolve("unfinished-1/node_modules"));
    Path old = Files.createDirectories(directory().resolve("unfinished-2/node_modules"));
    Files.setLastModifiedTime(
        old.resolve(".."), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    assertThat(install(GOOD_NODE, GOOD_NPM).failure()).isEmpty();
    assertThat(fresh).exists(); // its npm may still be writing
    assertThat(old).doesNotExist();
    assertThat(installed()).hasSize(2);
  }

  @Test
  void aMachineWithoutNodeIsTold() {
    Programs none = new Programs(Map.of("node", temporary.resolve("absent").toString()));
    assertThat(new Installation(directory(), none).failure())
        .hasValueSatisfying(reason -> assertThat(reason).contains("needs Node"));
    assertThat(directory()).doesNotExist();
  }

  @Test
  void anOldNodeIsTold() {
    assertThat(install("echo v9.11.2", GOOD_NPM).failure())
        .hasValueSatisfying(reason -> assertThat(reason).contains("later").contains("v9.11.2"));
  }

  private Installation install(String node, String npm) {
    Map<String, String> scripts = Map.of("node", script(node), "npm", script(npm));
    return new Installation(directory(), new Programs(scripts));
  }

  private Path directory() {
    return temporary.resolve("azurite");
  }

  private List<Path> installed() throws IOException {
    try (Stream<Path> all = Files.list(directory())) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private String script(String commands) {
    try {
      Path script = Files.createTempFile(temporary, "script", ".sh");
      Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
      return script.toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
