package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.emulators.s3.Operation;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.migration.Copier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From {@code cloud_direct} to every other backend and back, and after a kill in the middle. */
final class CloudCopyTest {
  private static final int ENTRIES = 240;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @TempDir Path directory;
  @RegisterExtension final Cloud cloud = new Cloud(() -> directory);

  @ParameterizedTest
  @ValueSource(strings = {"json", "sqlite", "chronicle", "memory"})
  void everythingReadsTheSameThereAndBack(String type) {
    Map<String, String> back = cloud.encrypted();
    back.put("HOLDALL_S3_PREFIX", "back");
    try (Storage source = cloud.open(cloud.encrypted());
        Storage middle = other(type);
        Storage target = cloud.open(back)) {
      Conversations chats = Conversations.in(source);
      for (int i = 0; i < 40; i++) {
        chats.append(i % 4 == 0 ? "short" : "long", Message.user("message " + i));
      }
      source.put(Key.of("files", "a b/ü"), Value.binary(new byte[] {0, -1, 13, 10}));
      source.put(Key.of("files", "empty"), Value.binary(new byte[0]));

      assertThat(Copier.from(source).to(middle).run().isExact()).isTrue();
      assertThat(sessions(middle)).isEqualTo(sessions(source));
      assertThat(Copier.from(middle).to(target).run().isExact()).isTrue();
      assertThat(contents(target)).isEqualTo(contents(source));
      assertThat(sessions(target)).isEqualTo(sessions(source));
      assertThat(Conversations.in(middle).append("long", Message.user("next")).first())
          .isEqualTo(30);
      assertThat(Conversations.in(target).append("long", Message.user("next")).first())
          .isEqualTo(30);
    }
  }

  @Test
  void aCopyIntoTheCloudThatWasKilledGoesOn() throws Exception {
    String from = "development";
    Stores stores = cloud.stores(cloud.encrypted());
    try (Storage source = open(stores.with(from))) {
      fill(source);
    }
    killInTheMiddle(stores, from, "cloud_direct", () -> cloud.service.count(Operation.PUT) > 60);
    cloud.service.forget();

    CommandRun again = stores.run("copy", "--profile", from, "--to", "cloud_direct", "--json");

    assertThat(again.err()).isEmpty();
    assertThat(again.exitCode()).isZero();
    assertThat(again.json().get("copied").asInt()).isLessThan(ENTRIES);
    assertEqual(stores.with(from), stores);
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void aCopyOutOfTheCloudThatWasKilledGoesOn(String to) throws Exception {
    Stores stores = cloud.stores(cloud.encrypted());
    try (Storage source = open(stores)) {
      fill(source);
    }
    killInTheMiddle(stores, "cloud_direct", to, () -> cloud.service.count(Operation.GET) > 100);

    CommandRun again = stores.run("copy", "--profile", "cloud_direct", "--to", to, "--json");

    assertThat(again.err()).isEmpty();
    assertThat(again.exitCode()).isZero();
    assertEqual(stores, stores.with(to));
  }

  @Test
  void anEncryptedStoreAndAPlainOneCanBeCopiedIntoEachOther() {
    Map<String, String> plain = cloud.plain();
    plain.put("HOLDALL_S3_PREFIX", "plain");
    Map<String, String> sealed = cloud.encrypted();
    sealed.put("HOLDALL_S3_PREFIX", "sealed");
    try (Storage source = cloud.open(plain);
        Storage target = cloud.open(sealed)) {
      source.put(Key.of("notes", "n1"), Value.json("\"in plain text\""));
      assertThat(Copier.from(source).to(target).run().isExact()).isTrue();
      assertThat(contents(target)).isEqualTo(contents(source));
    }
  }

  private void killInTheMiddle(Stores stores, String from, String to, BooleanSupplier middle)
      throws Exception {
    cloud.service.forget();
    cloud.service.latency(Duration.ofMillis(5));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.holdall.cli.Main", "copy", "--profile", from, "--to", to));
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(stores.environment());
    Process process = builder.start();
    try {
      await()
          .atMost(LONGEST)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> middle.getAsBoolean() || !process.isAlive());
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(128 + 9);
    cloud.service.latency(Duration.ZERO);
  }

  private void assertEqual(Stores one, Stores other) {
    try (Storage here = open(one);
        Storage there = open(other)) {
      assertThat(contents(there)).isEqualTo(contents(here)).hasSize(ENTRIES);
    }
  }

  private Storage open(Stores stores) {
    return Profiles.load(stores.environment(), directory).open();
  }

  private Storage other(String type) {
    Map<String, String> variables =
        type.equals("memory")
            ? Map.of("HOLDALL_STORAGE_TYPE", type)
            : Map.of(
                "HOLDALL_STORAGE_TYPE",
                type,
                type.equals("sqlite") ? "HOLDALL_DB_PATH" : "HOLDALL_STORAGE_PATH",
                directory.resolve("other").toString());
    return Profiles.load(variables, directory).open();
  }

  private static void fill(Storage storage) {
    for (int i = 0; i < ENTRIES; i++) {
      storage.put(Key.of("entries").child(i), Value.json("{\"n\": " + i + "}"));
    }
  }

  private static Map<Key, Value> contents(Storage storage) {
    return storage.stream(Scan.all()).collect(Collectors.toMap(Entry::key, Entry::value));
  }

  /** Session by session, what it says and its messages. */
  private static Map<Session, List<Message>> sessions(Storage storage) {
    Conversations chats = Conversations.in(storage);
    return List.of("short", "long").stream()
        .map(id -> chats.session(id).orElseThrow())
        .collect(
            Collectors.toMap(session -> session, session -> chats.messages(session.id()).toList()));
  }
}
