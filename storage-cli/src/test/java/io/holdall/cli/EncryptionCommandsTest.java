package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptionCommandsTest {
  @TempDir Path directory;

  private Path config;
  private Path keyset;

  @BeforeEach
  void writeProfile() throws IOException {
    keyset = directory.resolve("keyset.json");
    config = directory.resolve("holdall.conf");
    Files.writeString(
        config,
        """
        holdall.profiles.sealed {
          storage.type = sqlite
          decorators = [{ type = encryption, keyset-file = "%s" }]
        }
        """
            .formatted(keyset));
  }

  @Test
  void keysetIsMadeForItsOwnerOnlyAndNeverShown() throws IOException {
    CommandRun run = run("keys", "create", keyset.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("AES-256-GCM", "primary");
    assertThat(Files.getPosixFilePermissions(keyset))
        .allMatch(permission -> permission.name().startsWith("OWNER_"));
    String secret = Files.readString(keyset).replaceAll("(?s).*\"value\":\\s*\"([^\"]*)\".*", "$1");
    assertThat(secret).hasSizeGreaterThan(40);
    List<List<String>> commands =
        List.of(
            List.of("keys", "list", keyset.toString()),
            List.of("keys", "rotate", keyset.toString()),
            List.of("keys", "list", keyset.toString(), "--json"));
    for (List<String> command : commands) {
      CommandRun shown = run(command.toArray(String[]::new));
      assertThat(shown.exitCode()).isZero();
      assertThat(shown.out() + shown.err()).doesNotContain(secret);
    }
  }

  @Test
  void keysetThatIsThereIsKept() throws IOException {
    run("keys", "create", keyset.toString());
    String before = Files.readString(keyset);

    CommandRun refused = run("keys", "create", keyset.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("already");
    assertThat(Files.readString(keyset)).isEqualTo(before);
    assertThat(run("keys", "create", keyset.toString(), "--force").exitCode()).isZero();
    assertThat(Files.readString(keyset)).isNotEqualTo(before);
  }

  @Test
  void rotatedStoreIsEncryptedAnewUntilTheOldKeyIsNotNeeded() {
    run("keys", "create", keyset.toString());
    try (Storage storage = open()) {
      for (int i = 0; i < 20; i++) {
        storage.put(Key.of("data").child(i), Value.json("{\"n\":" + i + "}"));
      }
    }
    long old = run("keys", "list", "--json").jsonLines().get(0).get("key").asLong();
    assertThat(run("keys", "rotate", keyset.toString()).exitCode()).isZero();

    CommandRun look = run("rekey", "--dry-run");
    assertThat(look.exitCode()).as(look.err()).isZero();
    assertThat(look.out()).contains("Would encrypt 21 anew", "yes");
    assertThat(run("keys", "disable", keyset.toString(), "" + old).exitCode()).isZero();
    assertThat(run("keys", "list").exitCode()).isEqualTo(1);
    assertThat(run("keys", "enable", keyset.toString(), "" + old).exitCode()).isZero();

    CommandRun rekey = run("rekey");
    assertThat(rekey.exitCode()).as(rekey.err()).isZero();
    assertThat(rekey.out()).contains("Encrypted 21 anew");
    assertThat(run("keys", "list").out()).contains("no, may be disabled");
    assertThat(run("keys", "disable", keyset.toString(), "" + old).exitCode()).isZero();
    try (Storage storage = open()) {
      assertThat(storage.get(Key.of("data").child(7)).orElseThrow().value().text())
          .isEqualTo("{\"n\":7}");
    }
    assertThat(run("rekey").out()).contains("Encrypted 0 anew");
  }

  @Test
  void storeWithoutEncryptionHasNothingToEncryptAnew() {
    CommandRun run = Stores.in(directory).run("rekey", "--dry-run");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("encrypts nothing");
  }

  @Test
  void encryptedStoreIsNotReadWithoutItsDecorator() {
    run("keys", "create", keyset.toString());
    open().close();

    CommandRun run = Stores.in(directory).with("production_sqlite").run("ls");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("encryption");
  }

  private CommandRun run(String... args) {
    String[] all = new String[args.length + 4];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--config";
    all[args.length + 1] = config.toString();
    all[args.length + 2] = "--profile";
    all[args.length + 3] = "sealed";
    return Stores.in(directory).run(all);
  }

  private Storage open() {
    return Profiles.loader()
        .environment(Stores.in(directory).environment())
        .file(config)
        .select("sealed")
        .load()
        .open();
  }
}
