package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --as}: commands on behalf of a principal. */
final class PrincipalCommandsTest {
  @TempDir Path directory;

  private Stores stores;
  private Path config;

  @BeforeEach
  void profile() throws IOException {
    stores = Stores.in(directory).with("guarded");
    config = directory.resolve("holdall.conf");
    Files.writeString(
        config,
        """
        holdall.profiles.guarded {
          storage { type = json }
          decorators = [{
            type = access-control
            roles { editor = [eve] }
            rules = [
              { allow = [read, list, create, update, delete], keys = "users/{owner}/**", anyone = true }
              { allow = [read, list], keys = "news/*", anyone = true }
              { allow = [create], keys = "news/*", roles = editor }
              { allow = [administer], roles = operator }
            ]
          }]
        }
        """);
  }

  @Test
  void everyoneWorksWithTheirOwn() {
    assertThat(put("ana", "users/ana/x").exitCode()).isZero();
    assertThat(put("ben", "users/ben/x").exitCode()).isZero();

    assertThat(run("ls", "-r", "--as", "ana").lines().get(0)).startsWith("users/ana/x");
    assertThat(run("ls", "-r", "--as", "ana").out()).doesNotContain("ben");
    assertThat(run("--as", "ben", "get", "users/ben/x").out()).startsWith("1");
    CommandRun foreign = run("get", "users/ben/x", "--as", "ana");
    assertThat(foreign.exitCode()).isEqualTo(1);
    assertThat(foreign.err())
        .isEqualTo(
            run("get", "users/ana/y", "--as", "ana").err().replace("users/ana/y", "users/ben/x"));
    assertThat(run("rm", "users/ana/x", "--as", "ana").exitCode()).isZero();
  }

  @Test
  void whatIsNotAllowedIsRefusedAndExplained() {
    CommandRun refused = put("ana", "users/ben/x");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("does not allow", "users/ben/x", "ana", "--as");
    assertThat(run("stats", "--as", "ana").exitCode()).isEqualTo(1);
  }

  @Test
  void rolesComeFromThePolicyAndFromTheCommandLine() {
    assertThat(put("ana", "news/1").exitCode()).isEqualTo(1);
    assertThat(put("eve", "news/1").exitCode()).isZero();
    assertThat(
            runWith("1", "put", "news/2", "--as", "ana", "--as-role", "x", "--as-role", "editor"))
        .matches(run -> run.exitCode() == 0);
    assertThat(run("stats", "--as", "ana", "--as-role", "operator").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "get news/1", "stats", "sessions", "rm news/1", "append s x"})
  void withoutPrincipalNothingIsDoneAndTheErrorSaysHow(String command) {
    put("eve", "news/1");
    CommandRun run = run(command.split(" "));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("access control", "--as");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "get k", "put k", "stats", "sessions", "rm k", "append s x"})
  void profileWithoutAccessControlTakesNoPrincipal(String command) {
    CommandRun run = stores.with("development").run((command + " --as ana").split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'development' has no access control", "--as");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "repair", "profiles", "explain", "demo", "help"})
  void commandsThatDoNotUseTheStoreTakeNoPrincipal(String command) {
    CommandRun run = run(command, "--as", "ana");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--as means nothing here");
  }

  @Test
  void rolesOfNobodyAndNamesThatAreNoneAreRefused() {
    assertThat(run("ls", "--as-role", "editor").err()).contains("--as, which is missing");
    assertThat(run("ls", "--as", "").exitCode()).isEqualTo(2);
  }

  @Test
  void copyTakesWhatThePrincipalMaySee() {
    put("ana", "users/ana/x");
    put("ben", "users/ben/x");
    CommandRun copied = run("copy", "--to", "production_sqlite", "--as", "ana", "--json");

    assertThat(copied.err()).isEmpty();
    assertThat(copied.json().get("copied").asInt()).isEqualTo(1);
    assertThat(stores.with("production_sqlite").run("ls", "-r").out())
        .contains("users/ana/x")
        .doesNotContain("ben");
  }

  private CommandRun put(String principal, String key) {
    return runWith("1", "put", key, "--as", principal);
  }

  private CommandRun run(String... args) {
    return runWith("", args);
  }

  private CommandRun runWith(String input, String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--config";
    all[args.length + 1] = config.toString();
    return stores.runWith(input, all);
  }
}
