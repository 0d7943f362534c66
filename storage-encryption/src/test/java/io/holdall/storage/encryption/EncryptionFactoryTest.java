package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption in profiles. */
class EncryptionFactoryTest {
  private static final Key KEY = Key.of("a", "name");
  private static final Value VALUE = Value.json("1");

  @TempDir Path directory;

  @Test
  void factoryIsFoundAndDescribesItself() {
    DecoratorFactory factory =
        ServiceLoader.load(DecoratorFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.type().equals("encryption"))
            .findFirst()
            .orElseThrow();
    assertThat(factory.description()).isNotBlank();
    assertThat(factory.settings())
        .filteredOn(Setting::secret)
        .extracting(Setting::name)
        .containsExactly("keyset");
  }

  @Test
  void profileOpensAnEncryptedStoreWithTheKeysetOfAFile() throws IOException {
    KeysetFile.at(directory.resolve("keyset.json")).create(TestKeys.keys(), false);
    profiles("keyset-file = keyset.json, encrypt-keys = all-but-collection");
    try (Storage storage = open(Map.of())) {
      storage.put(KEY, VALUE);
    }
    try (Storage storage = open(Map.of())) {
      assertThat(storage.get(KEY).map(Entry::value)).contains(VALUE);
      assertThat(storage.capabilities().maxKeyBytes()).isLessThan(Key.MAX_ENCODED_BYTES);
    }
  }

  @Test
  void environmentBringsTheKeyset() throws IOException {
    profiles("");
    Map<String, String> environment = Map.of("HOLDALL_ENCRYPTION_KEYSET", TestKeys.KEYSET);
    try (Storage storage = open(environment)) {
      storage.put(KEY, VALUE);
      assertThat(storage.get(KEY).map(Entry::value)).contains(VALUE);
    }
    String explained = loader(environment).load().profile("sealed").explain().text();
    assertThat(explained).contains("********").doesNotContain("AesGcmKey");
  }

  @Test
  void variableOfAnotherNameBringsTheKeyset() {
    EncryptionFactory factory =
        new EncryptionFactory(name -> name.equals("MY_KEYS") ? TestKeys.KEYSET : null);
    try (Storage storage = open(factory, Map.of("keyset-variable", "MY_KEYS"))) {
      storage.put(KEY, VALUE);
    }
    assertThatThrownBy(() -> open(factory, Map.of("keyset-variable", "OTHER")))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("variable=OTHER");
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() throws IOException {
    Map<String, String> wrong =
        Map.of(
            "encrypt-keys = \"a//b\"", "not a pattern",
            "store-id = \"a b\"", "store-id",
            "kms-credentials = file", "kms-uri");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      profiles("keyset-file = keyset.json, " + one.getKey());
      assertThatThrownBy(() -> open(Map.of()))
          .as(one.getKey())
          .isInstanceOf(Configuration.class)
          .hasMessageContaining(one.getValue());
    }
    profiles("");
    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("needs a keyset");
  }

  @Test
  void profileIsExplainedWithoutItsKeyset() throws IOException {
    profiles("keyset-file = keyset.json");
    assertThat(loader(Map.of()).load().profile("sealed").explain().text())
        .contains("keyset.json", "encryption");
    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("no keyset file");
  }

  private void profiles(String settings) throws IOException {
    Files.writeString(
        directory.resolve("holdall.conf"),
        """
        holdall.profiles.sealed {
          storage { type = sqlite, path = store.db }
          decorators = [{ type = encryption, %s }]
        }
        """
            .formatted(settings));
  }

  private Profiles.Loader loader(Map<String, String> environment) {
    return Profiles.loader().environment(environment).workingDirectory(directory).select("sealed");
  }

  private Storage open(Map<String, String> environment) {
    return loader(environment).load().open();
  }

  private static Storage open(EncryptionFactory factory, Map<String, String> texts) {
    Settings settings = Settings.of("decorator encryption", factory.settings(), texts);
    return Storage.builder(new MemoryBackend())
        .with(factory.create(settings, new NoContext()))
        .open();
  }

  private record NoContext() implements DecoratorFactory.Context {
    @Override
    public Optional<Config> section(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<DecoratorFactory.Stack> stack(String section) {
      return Optional.empty();
    }

    @Override
    public Path workingDirectory() {
      return Path.of("");
    }
  }
}
