package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.util.Throwables.getStackTrace;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import io.holdall.emulators.azurite.Fault;
import io.holdall.emulators.azurite.Operation;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.Value;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Settings;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Who asks, and that nobody else learns how. */
final class CredentialsTest {
  private static final String KEY = "c2VjcmV0LWtleS1vZi1hbi1hY2NvdW50LXRoYXQtaXMtbm90LXRoZXJl";

  @Test
  void aKeyOpensWhatASignatureOpens() {
    try (TestStore store = new TestStore()) {
      try (Storage bySignature = store.open()) {
        bySignature.put(Key.of("a"), Value.json("1"));
      }
      AzureBackend.Builder byKey =
          AzureBackend.builder(store.container)
              .prefix("store")
              .account("holdall")
              .endpoint(TestStore.azurite().endpoint())
              .accountKey(TestStore.azurite().accountKey());
      try (Storage storage = Storage.of(byKey.open())) {
        assertThat(storage.get(Key.of("a"))).isPresent();
      }
    }
  }

  @Test
  void wrongOnesAreRefusedWithoutSecrets() throws IOException {
    try (TestStore store = new TestStore()) {
      String altered = TestStore.signature().replaceFirst("sig=....", "sig=AAAA");
      String connection =
          TestStore.azurite()
              .connectionString(store.proxy.endpoint())
              .replace(TestStore.azurite().accountKey(), KEY);
      assertRefused(AccessDenied.class, () -> store.builder().sasToken(altered).open());
      assertRefused(
          AccessDenied.class,
          () -> AzureBackend.builder(store.container).connectionString(connection).open());
      assertNotLogged(KEY, altered.replaceFirst(".*sig=([^&]*).*", "$1"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET_BEFORE", "TRUNCATED", "DENIED", "BLOCKS_GONE"})
  void whatGoesWrongIsToldWithoutSecrets(Fault fault) throws IOException {
    String signature = TestStore.signature();
    try (TestStore store = new TestStore();
        Storage storage =
            store.open(builder -> builder.sasToken(signature).timeout(Duration.ofMillis(1)))) {
      storage.put(Key.of("a"), Value.json("\"a\""));
      store.proxy.next(Operation.GET, fault, fault, fault, fault, fault, fault, fault, fault);
      Throwable refused = catchThrowable(() -> storage.get(Key.of("a")));
      String secret = signature.replaceFirst(".*sig=([^&]*).*", "$1");
      assertThat(refused).isInstanceOf(StorageException.class);
      assertThat(getStackTrace(refused)).doesNotContain(secret);
      assertNotLogged(secret);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccountKey=" + KEY,
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=no-base64-" + KEY + "!",
        KEY,
        "BlobEndpoint=:" + KEY
      })
  void aConnectionStringThatIsNoneIsRefusedWithoutQuotingIt(String text) {
    assertRefused(
        Configuration.class, () -> AzureBackend.builder("tests").connectionString(text).open());
  }

  @Test
  void aCredentialThatGivesNoTokenIsRefused() {
    TokenCredential none = request -> Mono.error(new ClientAuthenticationException("none", null));
    AzureBackend.Builder store = AzureBackend.builder("tests").account("nobody").credential(none);
    assertThatThrownBy(store::open).isInstanceOf(AccessDenied.class);
  }

  @Test
  void tokensAreNotSentInTheClear() {
    try (TestStore store = new TestStore()) {
      AzureBackend.Builder open =
          AzureBackend.builder(store.container).endpoint(store.proxy.endpoint());
      assertThatThrownBy(open::open)
          .isInstanceOf(Configuration.class)
          .hasMessageContaining("https");
      assertThat(store.proxy.count()).isZero();
    }
  }

  @Test
  void whomTheIdentityLibraryFindsIsAskedWhenNothingElseIsGiven() {
    assertThat(DefaultCredential.find()).isNotNull();
  }

  @Test
  void withoutTheIdentityLibraryItsNameIsToldAndTheRestWorks() throws Exception {
    try (URLClassLoader without = withoutIdentity()) {
      BackendFactory factory =
          Class.forName(AzureBackendFactory.class.getName(), true, without)
              .asSubclass(BackendFactory.class)
              .getConstructor()
              .newInstance();
      Settings nobody = settings(factory, Map.of("container", "tests", "account", "nobody"));
      assertThatThrownBy(() -> factory.open(nobody))
          .isInstanceOf(Configuration.class)
          .hasMessageContaining("com.azure:azure-identity");
      try (TestStore store = new TestStore()) {
        Settings known =
            settings(
                factory,
                Map.of(
                    "container",
                    store.container,
                    "connection-string",
                    TestStore.azurite().connectionString()));
        factory.open(known).close();
        assertThat(store.names()).containsExactly("!holdall.json");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, localhost, endpoint",
    "endpoint, 'http://user:pass@host', endpoint",
    "endpoint, 'http://host/?sig=pass@', endpoint",
    "account, 'pass@host/', account",
    "container, A, container",
    "container, a--b, container",
    "prefix, a//b, prefix",
    "prefix, ./a, prefix",
    "prefix, a./b, prefix",
    "prefix, a b, prefix",
    "concurrency, 0, concurrency",
    "block-threshold, 1KiB, block-threshold",
    "request-timeout, 0s, request-timeout",
    "account-key, c2VjcmV0, connection-string"
  })
  void settingsThatMakeNoSenseAreRefusedByTheirName(String name, String text, String named) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("container", "tests");
    if (!name.startsWith("account")) {
      texts.put("account", "nobody");
      texts.put("account-key", "c2VjcmV0");
    }
    texts.put(name, text);
    AzureBackendFactory factory = new AzureBackendFactory();
    Settings settings = settings(factory, texts);
    Throwable refused = catchThrowable(() -> factory.open(settings));
    assertThat(refused).isInstanceOf(Configuration.class).hasMessageContaining(named);
    assertThat(getStackTrace(refused)).doesNotContain("pass@").doesNotContain("c2VjcmV0");
  }

  @Test
  void credentialsThatExcludeEachOtherAreRefused() {
    assertThatThrownBy(
            () ->
                AzureBackend.builder("tests")
                    .account("nobody")
                    .accountKey(KEY)
                    .sasToken("sig=x")
                    .open())
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("exclude each other");
    assertThatThrownBy(
            () -> AzureBackend.builder("tests").connectionString("x").account("nobody").open())
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("says everything");
  }

  @Test
  void secretsAreKnownAsSuch() {
    assertThat(new AzureBackendFactory().settings())
        .filteredOn(Setting::secret)
        .extracting(Setting::name)
        .containsExactly("connection-string", "account-key", "sas-token");
  }

  private static void assertRefused(Class<? extends Exception> kind, ThrowingCallable action) {
    Throwable refused = catchThrowable(action);
    assertThat(refused).isInstanceOf(kind);
    assertThat(getStackTrace(refused)).doesNotContain(KEY).doesNotContain("sig=");
  }

  private static void assertNotLogged(String... secrets) throws IOException {
    Path log = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile", "absent"));
    String logged = Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    assertThat(logged).doesNotContain(secrets);
  }

  private static Settings settings(BackendFactory factory, Map<String, String> texts) {
    return Settings.of("backend azure", factory.settings(), texts);
  }

  /** Everything but that library, and the storage API of these tests. */
  private static URLClassLoader withoutIdentity() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!path.isEmpty() && !path.contains("azure-identity")) {
        urls.add(Path.of(path).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        boolean shared =
            Stream.of("io.holdall.storage.", "org.slf4j.", "org.jspecify.")
                    .anyMatch(name::startsWith)
                && !name.startsWith("io.holdall.storage.azure.");
        return shared ? Class.forName(name) : super.findClass(name);
      }
    };
  }
}
