package io.holdall.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The floors of the architecture, and a few habits of the house, checked on the compiled production
 * classes of every module that {@code storage-cli} sees: all but the examples and the benchmarks.
 *
 * <p>{@link HouseRulesTest} shows that each rule can fail.
 */
class ArchitectureTest {
  private static final HouseRules RULES = new HouseRules("io.holdall");

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.holdall");
  }

  static List<ArchRule> rules() {
    return RULES.all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    assertThat(HouseRules.evaluate(rule, classes).getFailureReport().getDetails())
        .as(rule.getDescription())
        .isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(RULES.packagesNotNullMarked(classes)).isEmpty();
  }

  /** Guards the tolerance for empty modules: a module with sources must have been looked at. */
  @ParameterizedTest
  @CsvSource({
    "storage-api, io.holdall.storage.spi.StorageBackend",
    "storage-testkit, io.holdall.storage.testkit",
    "storage-azure, io.holdall.storage.azure",
    "storage-chronicle, io.holdall.storage.chronicle",
    "storage-emulators, io.holdall.emulators",
    "storage-json, io.holdall.storage.json",
    "storage-s3, io.holdall.storage.s3",
    "storage-sqlite, io.holdall.storage.sqlite",
    "storage-compression, io.holdall.storage.compression",
    "storage-metrics, io.holdall.storage.metrics",
    "storage-encryption, io.holdall.storage.encryption",
    "storage-models, io.holdall.models",
    "storage-cli, io.holdall.cli",
  })
  void everyModuleWithSourcesIsChecked(String module, String prefix) throws IOException {
    if (hasSources(Path.of("..", module, "src", "main", "java"))) {
      assertThat(classes).anyMatch(c -> c.getName().startsWith(prefix));
    }
  }

  private static boolean hasSources(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(f -> f.toString().endsWith(".java"));
    }
  }
}
