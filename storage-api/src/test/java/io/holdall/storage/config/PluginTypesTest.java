package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.BackendFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery of backends, broken ones included. */
class PluginTypesTest {
  @TempDir Path root;
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(root);
  }

  @Test
  void backendsOfAllJarsAreFound() {
    assertThat(workplace.load().backends())
        .extracting(BackendFactory::type)
        .containsExactly("chronicle", "json", "memory", "s3", "sqlite");
    assertThat(workplace.load().brokenBackends()).isEmpty();
  }

  @Test
  void providersThatCannotBeLoadedDoNotHideTheOthers() {
    workplace.services(
        """
        no.such.Provider
        %s
        io.holdall.storage.config.PluginTypesTest
        %s
        """
            .formatted(StandIns.Failing.class.getName(), StandIns.Json.class.getName()));

    Profiles profiles = workplace.load();

    assertThat(profiles.backends())
        .extracting(BackendFactory::type)
        .containsExactly("json", "memory");
    assertThat(profiles.brokenBackends()).hasSize(3);
    assertThatThrownBy(() -> profiles.profile("production_sqlite"))
        .hasMessageContaining("io.holdall:storage-sqlite")
        .hasMessageContaining("could not be loaded")
        .hasMessageContaining("no.such.Provider")
        .hasMessageContaining("Failing could not be instantiated")
        .hasMessageContaining("no native library");
  }

  @Test
  void serviceFileThatIsNoneDoesNotHideTheOthers() {
    workplace.services("this is ! no service file\n");

    Profiles profiles = workplace.loader().loadUnchecked();

    assertThat(profiles.backends()).extracting(BackendFactory::type).containsExactly("memory");
    assertThat(profiles.brokenBackends()).isNotEmpty();
  }

  @Test
  void twoBackendsOfOneTypeAreRefusedWithBothNames() {
    workplace.backends(StandIns.Json.class, StandIns.OtherJson.class, StandIns.Sqlite.class);

    Profiles profiles = workplace.loader().loadUnchecked();

    assertThatThrownBy(() -> profiles.profile("development"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("Several jars claim the storage type 'json'")
        .hasMessageContaining(StandIns.Json.class.getName() + " in ")
        .hasMessageContaining(StandIns.OtherJson.class.getName() + " in ");
    assertThat(profiles.profile("production_sqlite").type()).isEqualTo("sqlite");
  }

  @Test
  void backendsWhoseNamesCannotBeUsedAreBroken() {
    workplace.backends(StandIns.ReservedType.class, StandIns.OddSetting.class);

    Profiles profiles = workplace.loader().loadUnchecked();

    assertThat(profiles.backends()).extracting(BackendFactory::type).containsExactly("memory");
    assertThat(profiles.brokenBackends())
        .anyMatch(problem -> problem.endsWith("has a type that cannot be used: storage"))
        .anyMatch(problem -> problem.endsWith("has a setting that cannot be used: Odd Name"));
  }

  @Test
  void loaderThatSeesNoHoldallStillFindsWhatIsBesideIt() {
    ClassLoader blind = new Workplace(root.resolve("blind")).services("").classLoader(null);

    Profiles profiles = workplace.loader().classLoader(blind).loadUnchecked();

    assertThat(profiles.backends()).extracting(BackendFactory::type).containsExactly("memory");
  }
}
