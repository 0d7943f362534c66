package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in profile for the cloud, and decorators that are in use if a setting is given. */
class CloudProfileTest {
  @TempDir Path root;
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(root).env("HOLDALL_S3_BUCKET", "b");
  }

  @Test
  void aProfileThatWaitsForAVariableIsListedAndNotBroken() {
    workplace.env("HOLDALL_S3_BUCKET", "");
    assertThat(workplace.load().list())
        .filteredOn(profile -> profile.name().equals("cloud_direct"))
        .singleElement()
        .matches(profile -> profile.needs().equals("HOLDALL_S3_BUCKET"))
        .matches(profile -> profile.problem().isEmpty());
  }

  @Test
  void theSelectedProfileMustNotWait() {
    workplace.env("HOLDALL_S3_BUCKET", "").env("HOLDALL_PROFILE", "cloud_direct");
    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("needs the setting 'bucket'")
        .hasMessageContaining("HOLDALL_S3_BUCKET");
  }

  @Test
  void withoutAKeyThereIsNoEncryptionAndTheExplanationSaysSo() {
    assertThat(workplace.load().profile("cloud_direct").decorators())
        .extracting(Decorator::name)
        .containsExactly("caching");
    assertThat(explanation())
        .contains("decorators.0.directory = " + workplace.directory().resolve("holdall-cache"))
        .contains("decorators.0.second-tier.storage.path = cache.db # built-in")
        .contains("decorators.1.type = encryption # built-in")
        .contains(
            "decorators.1.in-use = no, none of keyset, keyset-file, keyset-variable is given");
  }

  @Test
  void withAKeyThereIsEncryptionOutsideTheCache() {
    workplace.env("HOLDALL_ENCRYPTION_KEYSET", "hunter2");
    assertThat(workplace.load().profile("cloud_direct").decorators())
        .extracting(Decorator::name)
        .containsExactly("caching", "encryption");
    assertThat(explanation())
        .contains("decorators.1.in-use = yes, keyset is given")
        .contains("environment variable HOLDALL_ENCRYPTION_KEYSET")
        .contains("decorators.1.keyset = ********")
        .doesNotContain("hunter2");
  }

  @Test
  void aKeyInTheFileCountsToo() {
    workplace.conf(
        """
        holdall.profiles.mine {
          storage { type = json, path = x }
          decorators = [{ type = encryption, if-given = keyset-file, keyset-file = ${?KEYS} }]
        }
        """);
    assertThat(workplace.load().profile("mine").decorators()).isEmpty();
    workplace.env("KEYS", "/etc/keys.json");
    assertThat(workplace.load().profile("mine").decorators()).hasSize(1);
  }

  @Test
  void whatIsMeantForEncryptionWithoutAKeyIsRefused() {
    workplace.env("HOLDALL_ENCRYPTION_ENCRYPT_KEYS", "all-but-collection");
    assertThatThrownBy(() -> workplace.load().profile("cloud_direct"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("'encryption' is left out as none of keyset, ")
        .hasMessageContaining("HOLDALL_ENCRYPTION_ENCRYPT_KEYS");
  }

  @Test
  void theJarOfADecoratorThatIsLeftOutNeedNotBeThere() {
    workplace.decorators(StandInDecorators.Judge.class);
    assertThat(workplace.load().profile("cloud_direct").decorators()).hasSize(1);
    workplace.env("HOLDALL_ENCRYPTION_KEYSET_FILE", "keys.json");
    assertThatThrownBy(() -> workplace.load().profile("cloud_direct"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("io.holdall:storage-encryption");
  }

  @Test
  void aNameThatIsNoSettingIsRefusedWithItsPlace() {
    refuses("{ type = judge, if-given = [mod] }", "names 'mod', which is no setting");
    refuses("{ type = judge, if-given = [] }", "names no setting");
    refuses("{ type = judge, if-given = [{}] }", "must be names of settings");
    refuses("{ type = judge, if-given = mood, wood = x }", "Unknown key 'wood'");
  }

  @Test
  void aStorageIsAlwaysInUse() {
    workplace.conf("holdall.profiles.mine.storage { type = json, path = x, if-given = path }");
    assertThatThrownBy(() -> workplace.load().profile("mine"))
        .hasMessageContaining("'if-given' is for decorators");
  }

  private void refuses(String decorator, String text) {
    workplace.conf(
        "holdall.profiles.mine { storage { type = json, path = x }\ndecorators = [%s] }"
            .formatted(decorator));
    assertThatThrownBy(() -> workplace.load().profile("mine"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining(text)
        .hasMessageContaining("line=2");
  }

  private String explanation() {
    String text = workplace.load().profile("cloud_direct").explain().text();
    return text.replaceAll(" +", " ");
  }
}
