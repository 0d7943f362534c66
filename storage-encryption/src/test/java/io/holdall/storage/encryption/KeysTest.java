package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static final Kms KMS = Kms.of("test-kms://one");

  @TempDir Path directory;

  @BeforeAll
  static void addService() {
    KmsClients.add(new TestKms(Keys.create().aead()));
  }

  @Test
  void keysetIsReadFromJsonAndBase64() {
    String base64 =
        Base64.getEncoder().encodeToString(TestKeys.KEYSET.getBytes(StandardCharsets.UTF_8));
    for (String text : List.of(TestKeys.KEYSET, base64, "\n" + base64 + "\n")) {
      assertThat(Keys.parse(text).primaryId()).isEqualTo(1_000_001);
    }
  }

  @Test
  void whatIsNoKeysetIsRefusedAndNotShown() {
    String broken = TestKeys.KEYSET.replace("AesGcmKey", "NoSuchKey");
    for (String text : List.of("", "{", "Marker-of-a-secret", "{\"Marker-of-a-secret\"", broken)) {
      assertThatThrownBy(() -> Keys.parse(text))
          .isInstanceOf(Configuration.class)
          .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("Marker"));
    }
  }

  @Test
  void keysetThatIsNotForAuthenticatedEncryptionIsRefused() throws Exception {
    KeysetHandle names =
        KeysetHandle.generateNew(
            PredefinedDeterministicAeadParameters.AES256_SIV, Tink.configuration());
    assertThatThrownBy(() -> Keys.of(names)).isInstanceOf(Configuration.class);
  }

  @Test
  void rotationKeepsTheOldKeys() {
    Keys keys = TestKeys.keys();
    Keys rotated = keys.rotated();
    assertThat(keys.list()).hasSize(1);
    assertThat(rotated.list()).hasSize(2).filteredOn(Keys.Info::primary).hasSize(1);
    assertThat(rotated.primaryId()).isNotEqualTo(1_000_001);
    assertThat(rotated.canDecrypt(1_000_001)).isTrue();

    Keys added = keys.withNewKey();
    assertThat(added.primaryId()).isEqualTo(1_000_001);
    long fresh = added.list().get(1).id();
    assertThat(added.withPrimary(fresh).primaryId()).isEqualTo(fresh);
    assertThat(rotated.withEnabled(1_000_001, false).canDecrypt(1_000_001)).isFalse();
    assertThatThrownBy(() -> keys.withEnabled(1_000_001, false))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("primary");
    assertThatThrownBy(() -> keys.withPrimary(7)).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> rotated.withEnabled(1_000_001, false).withPrimary(1_000_001))
        .isInstanceOf(Configuration.class);
  }

  @Test
  void textOfKeysHasNumbersOnly() {
    assertThat(TestKeys.keys().toString())
        .contains("1000001", "AES-256-GCM")
        .doesNotContain("GiAD");
    assertThat(TestKeys.KEYSET).as("beginning of the key").contains("GiAD");
  }

  @Test
  void fileIsForItsOwnerAndComesBackEqual() throws IOException {
    Path file = directory.resolve("keyset.json");
    Keys keys = Keys.create();
    KeysetFile.at(file).create(keys, false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Keys.fromFile(file).keyset().equalsKeyset(keys.keyset())).isTrue();
    assertOnly(file);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Keys.fromFile(file))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("chmod 600")
        .hasMessageContaining("keyset.json");
  }

  @Test
  void fileThatIsThereIsReplacedOnlyIfAskedTo() throws IOException {
    Path file = directory.resolve("keyset.json");
    KeysetFile.at(file).create(TestKeys.keys(), false);
    assertThatThrownBy(() -> KeysetFile.at(file).create(Keys.create(), false))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("already");
    assertThat(Keys.fromFile(file).primaryId()).isEqualTo(1_000_001);
    KeysetFile.at(file).create(Keys.create(), true);
    assertThat(Keys.fromFile(file).primaryId()).isNotEqualTo(1_000_001);
    assertOnly(file);
  }

  @Test
  void twoChangesAtOnceDoNotUndoEachOther() throws IOException {
    Path file = directory.resolve("keyset.json");
    KeysetFile keyset = KeysetFile.at(file);
    keyset.create(TestKeys.keys(), false);
    keyset.update(
        keys -> {
          assertThatThrownBy(() -> keyset.update(Keys::rotated))
              .isInstanceOf(Unavailable.class)
              .hasMessageContaining("keyset.json.next");
          return keys.rotated();
        });
    assertThat(keyset.read().list()).hasSize(2);
    assertThatThrownBy(
            () ->
                keyset.update(
                    keys -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(keyset.read().list()).hasSize(2);
    assertOnly(file);
  }

  @Test
  void missingFileIsAClearError() {
    assertThatThrownBy(() -> Keys.fromFile(directory.resolve("none.json")))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("none.json")
        .hasMessageContaining("holdall keys create");
    assertThatThrownBy(
            () -> KeysetFile.at(directory.resolve("no/dir.json")).create(Keys.create(), false))
        .isInstanceOf(Configuration.class);
  }

  @Test
  void keysetOfAKeyManagementServiceIsEncryptedInItsFile() throws IOException {
    Path file = directory.resolve("keyset.json");
    KeysetFile encrypted = KeysetFile.at(file).encryptedBy(KMS);
    encrypted.create(TestKeys.keys(), false);
    assertThat(Files.readString(file)).doesNotContain("AesGcmKey\",\"value", "GiAD");
    assertThat(encrypted.read().primaryId()).isEqualTo(1_000_001);
    assertThat(Keys.parse(Files.readString(file), KMS).primaryId()).isEqualTo(1_000_001);
    assertThatThrownBy(() -> Keys.fromFile(file)).isInstanceOf(Configuration.class);
    Kms other = Kms.of("test-kms://other");
    assertThatThrownBy(() -> KeysetFile.at(file).encryptedBy(other).read())
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("kms-uri=test-kms://other");
    assertThatThrownBy(() -> Kms.of("unknown-kms://x").aead())
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("class path");
  }

  @Test
  void credentialsReachTheService() {
    Kms kms = new Kms("test-kms://one", Optional.of(directory.resolve("wrong.json")));
    assertThatThrownBy(kms::aead)
        .isInstanceOf(Configuration.class)
        .hasRootCauseMessage("credentials wrong.json");
  }

  @Test
  void variableThatIsNotSetIsAClearError() {
    assertThatThrownBy(() -> Keys.fromEnvironment("HOLDALL_TEST_NOT_SET"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("variable=HOLDALL_TEST_NOT_SET");
  }

  private void assertOnly(Path file) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** A key management service in this process. */
  private record TestKms(Aead key) implements KmsClient {
    @Override
    public boolean doesSupport(String uri) {
      return uri.startsWith("test-kms://");
    }

    @Override
    public KmsClient withCredentials(String path) throws GeneralSecurityException {
      throw new GeneralSecurityException("credentials " + Path.of(path).getFileName());
    }

    @Override
    public KmsClient withDefaultCredentials() {
      return this;
    }

    @Override
    public Aead getAead(String uri) throws GeneralSecurityException {
      if (!uri.equals("test-kms://one")) {
        throw new GeneralSecurityException("no such key");
      }
      return key;
    }
  }
}
