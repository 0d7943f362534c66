package io.holdall.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house, for the packages under one root.
 *
 * <p>The root is a parameter so that {@link HouseRulesTest} can show, on a small broken house, that
 * each rule fails when it should.
 */
record HouseRules(String root) {
  /** Floor 2: what plugs into the storage API from a module of its own. */
  static final List<String> PLUGINS =
      List.of(
          "azure",
          "chronicle",
          "compression",
          "encryption",
          "json",
          "metrics",
          "s3",
          "sqlite",
          "testkit");

  private static final String FORBIDDEN_NAMES = ".*(Manager|Helper|Utils?|Impl)|Abstract.*Base";

  private static final List<String> FORBIDDEN_PACKAGES =
      List.of("util", "utils", "impl", "common", "manager");

  private static final String WHY_FLOORS = "a module imports only floors below its own";

  /** Floor 1 is whatever lies under {@code storage} and is not a plug-in. */
  ArchRule storageApiKnowsNothingAboveIt() {
    return noClasses()
        .that(inStorageApi())
        .should()
        .dependOnClassesThat(resideInAnyPackage(join(plugins(), models(), programs())))
        .because(WHY_FLOORS);
  }

  ArchRule pluginsKnowNeitherModelsNorPrograms() {
    return noClasses()
        .that()
        .resideInAnyPackage(plugins())
        .should()
        .dependOnClassesThat(resideInAnyPackage(join(models(), programs())))
        .because(WHY_FLOORS);
  }

  ArchRule pluginDoesNotKnowOtherPlugins(String plugin) {
    String[] others =
        PLUGINS.stream().filter(p -> !p.equals(plugin)).map(this::plugin).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(plugin(plugin))
        .should()
        .dependOnClassesThat(resideInAnyPackage(others))
        .because("each backend is a jar of its own");
  }

  ArchRule modelsKnowOnlyTheStorageApi() {
    return noClasses()
        .that()
        .resideInAnyPackage(models())
        .should()
        .dependOnClassesThat(resideInAnyPackage(join(plugins(), programs())))
        .because("models work over any storage");
  }

  ArchRule emulatorsStandAlone() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".emulators..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(root + ".storage..", root + ".models.."))
        .orShould()
        .dependOnClassesThat(resideInAnyPackage(programs()))
        .because("an emulator that shared code with a backend would share its mistakes");
  }

  ArchRule onlyProgramsStartEmulators() {
    return noClasses()
        .that()
        .resideInAnyPackage(root + ".storage..", root + ".models..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(root + ".emulators.."))
        .because("emulators are for tests and demonstrations");
  }

  ArchRule storageBackendHasNoDefaultMethods() {
    return methods()
        .that()
        .areDeclaredInClassesThat()
        .haveFullyQualifiedName(root + ".storage.spi.StorageBackend")
        .should()
        .haveModifier(ABSTRACT)
        .because("a decorator that forgets a method must not compile");
  }

  ArchRule namesSayWhatThingsAre() {
    return noClasses()
        .should()
        .haveNameMatching("(.*[.$])?(" + FORBIDDEN_NAMES + ")")
        .because("such names say nothing");
  }

  ArchRule packagesSayWhatTheyHold() {
    String[] patterns =
        FORBIDDEN_PACKAGES.stream().map(p -> ".." + p + "..").toArray(String[]::new);
    return noClasses()
        .should()
        .resideInAnyPackage(patterns)
        .because("such packages collect what belongs nowhere");
  }

  ArchRule logsThroughSlf4j() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .because("libraries log through SLF4J");
  }

  ArchRule onlyProgramsPrint() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(programs())
        .and()
        .doNotHaveSimpleName("ChildMain") // the kit's child process answers its parent there
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("standard output belongs to the program");
  }

  /** The packages, anywhere under the root, whose {@code package-info} is not null-marked. */
  List<String> packagesNotNullMarked(JavaClasses classes) {
    return classes.stream()
        .filter(resideInAnyPackage(root + ".."))
        .map(JavaClass::getPackage)
        .distinct()
        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .sorted()
        .toList();
  }

  /** The rules every module is bound by, whichever modules there are. */
  List<ArchRule> all() {
    return Stream.concat(
            Stream.of(
                storageApiKnowsNothingAboveIt(),
                pluginsKnowNeitherModelsNorPrograms(),
                modelsKnowOnlyTheStorageApi(),
                emulatorsStandAlone(),
                onlyProgramsStartEmulators(),
                storageBackendHasNoDefaultMethods(),
                namesSayWhatThingsAre(),
                packagesSayWhatTheyHold(),
                logsThroughSlf4j(),
                onlyProgramsPrint()),
            PLUGINS.stream().map(this::pluginDoesNotKnowOtherPlugins))
        .toList();
  }

  /** Tolerates a rule about a module that has no classes: it may not have been written yet. */
  static EvaluationResult evaluate(ArchRule rule, JavaClasses classes) {
    return rule.allowEmptyShould(true).evaluate(classes);
  }

  private DescribedPredicate<JavaClass> inStorageApi() {
    return resideInAnyPackage(root + ".storage..")
        .and(DescribedPredicate.not(resideInAnyPackage(plugins())))
        .as("of the storage API");
  }

  private String plugin(String name) {
    return root + ".storage." + name + "..";
  }

  private String[] plugins() {
    return PLUGINS.stream().map(this::plugin).toArray(String[]::new);
  }

  private String[] models() {
    return new String[] {root + ".models.."};
  }

  private String[] programs() {
    return new String[] {root + ".cli..", root + ".examples..", root + ".benchmarks.."};
  }

  private static String[] join(String[]... groups) {
    return Stream.of(groups).flatMap(Stream::of).toArray(String[]::new);
  }
}
