package io.holdall.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows on a house broken on purpose, in {@code io.holdall.architecture.broken}, that each rule can
 * fail.
 */
class HouseRulesTest {
  private static final String BROKEN = "io.holdall.architecture.broken";

  private static final HouseRules RULES = new HouseRules(BROKEN);

  private final JavaClasses classes = new ClassFileImporter().importPackages(BROKEN);

  static Stream<Arguments> violations() {
    return Stream.of(
        Arguments.of(RULES.storageApiKnowsNothingAboveIt(), List.of("storage.Upward")),
        Arguments.of(RULES.pluginsKnowNeitherModelsNorPrograms(), List.of("storage.json.Backend")),
        Arguments.of(
            RULES.pluginDoesNotKnowOtherPlugins("azure"), List.of("storage.azure.Backend")),
        Arguments.of(
            RULES.pluginDoesNotKnowOtherPlugins("chronicle"), List.of("storage.chronicle.Backend")),
        Arguments.of(
            RULES.pluginDoesNotKnowOtherPlugins("compression"),
            List.of("storage.compression.Compressed")),
        Arguments.of(RULES.pluginDoesNotKnowOtherPlugins("json"), List.of("storage.json.Backend")),
        Arguments.of(
            RULES.pluginDoesNotKnowOtherPlugins("metrics"), List.of("storage.metrics.Measured")),
        Arguments.of(RULES.pluginDoesNotKnowOtherPlugins("s3"), List.of("storage.s3.Backend")),
        Arguments.of(
            RULES.pluginDoesNotKnowOtherPlugins("sqlite"), List.of("storage.sqlite.Backend")),
        Arguments.of(
            RULES.pluginDoesNotKnowOtherPlugins("encryption"),
            List.of("storage.encryption.Sealed")),
        Arguments.of(
            RULES.pluginDoesNotKnowOtherPlugins("testkit"), List.of("storage.testkit.Kit")),
        Arguments.of(RULES.modelsKnowOnlyTheStorageApi(), List.of("models.Model")),
        Arguments.of(RULES.emulatorsStandAlone(), List.of("emulators.Emulator")),
        Arguments.of(RULES.onlyProgramsStartEmulators(), List.of("models.Demonstration")),
        Arguments.of(
            RULES.storageBackendHasNoDefaultMethods(),
            List.of("storage.spi.StorageBackend.forgettable()")),
        Arguments.of(
            RULES.namesSayWhatThingsAre(),
            List.of(
                "models.ModelManager",
                "models.ModelHelper",
                "models.ModelUtil",
                "models.ModelUtils",
                "models.ModelImpl",
                "models.AbstractModelBase",
                "models.Model$NestedImpl")),
        Arguments.of(RULES.packagesSayWhatTheyHold(), List.of("storage.util.Bag")),
        Arguments.of(RULES.logsThroughSlf4j(), List.of("storage.util.Bag")),
        Arguments.of(RULES.onlyProgramsPrint(), List.of("storage.util.Bag")));
  }

  @ParameterizedTest
  @MethodSource("violations")
  void fails(ArchRule rule, List<String> culprits) {
    List<String> details = HouseRules.evaluate(rule, classes).getFailureReport().getDetails();

    assertThat(culprits)
        .allSatisfy(culprit -> assertThat(details).anyMatch(d -> mentions(d, culprit)));
    assertThat(details)
        .allMatch(detail -> culprits.stream().anyMatch(culprit -> mentions(detail, culprit)));
  }

  @Test
  void everyRuleIsShownToFail() {
    assertThat(violations().map(a -> ((ArchRule) a.get()[0]).getDescription()))
        .containsExactlyInAnyOrderElementsOf(
            RULES.all().stream().map(ArchRule::getDescription).toList());
  }

  @Test
  void packageThatIsNotNullMarkedIsFound() {
    assertThat(RULES.packagesNotNullMarked(classes))
        .contains(BROKEN + ".storage.util")
        .doesNotContain(BROKEN + ".cli");
  }

  private static boolean mentions(String detail, String culprit) {
    return detail.contains("<" + BROKEN + "." + culprit);
  }
}
