package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the kit tells and leaves behind, and that no test is skipped by every backend. */
final class KitReportTest {
  /** Runs long, and is not skipped by {@link JournalContractTest}. */
  private static final String CRASHES =
      "aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf";

  @Test
  void aFailureNamesTheCaseTheBackendAndTheDirectory() {
    KitRun run = KitRun.of(Mutants.TidiesJson.class, Set.of("jsonValuesComeBackByteForByte"));
    Throwable failure = run.failed().values().iterator().next();
    assertThat(failure).hasMessageContaining("JSON[").hasMessageContaining("\\x0A");
    assertThat(circumstances(failure))
        .contains("case [18]", "ValueContract.jsonValuesComeBackByteForByte", "backend memory");
  }

  @Test
  void theFilesOfAFailedTestAreKeptWhereTheReportSays() throws IOException {
    KitRun run =
        KitRun.keepingFiles(Mutants.RenumbersVersions.class, Set.of("reopeningSeesEverything"));
    String told = circumstances(run.failed().values().iterator().next());
    Path kept = Path.of(told.substring(told.lastIndexOf(' ') + 1));
    List<Path> files;
    try (Stream<Path> found = Files.walk(kept)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    assertThat(files).anyMatch(file -> file.endsWith(Path.of("store", "journal")));
    for (Path file : files) {
      Files.delete(file);
    }
  }

  @Test
  void theFilesOfAPassedTestAreRemoved() {
    KitRun run = KitRun.of(Remembers.class, Set.of("aBackendsOwnTestTakesAStore"));
    assertThat(run.passed()).containsExactly("aBackendsOwnTestTakesAStore");
    assertThat(Remembers.directory.get()).isNotNull().doesNotExist();
  }

  @Test
  void everyTestPassesOnSomeBackend() {
    Set<String> open = new TreeSet<>();
    for (Class<?> part : BackendContract.class.getInterfaces()) {
      Arrays.stream(part.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .forEach(method -> open.add(method.getName()));
    }
    assertThat(open).hasSizeGreaterThan(100).contains(CRASHES);
    open.remove(CRASHES);
    for (Class<? extends BackendContract> contract :
        List.of(
            MemoryContractTest.class,
            JournalContractTest.class,
            SharedJournalContractTest.class,
            DecoratedContractTest.class,
            NoConditionsContractTest.class,
            EntryOnlyContractTest.class,
            Mutants.RetriesSoundly.class)) {
      KitRun run = KitRun.of(contract, open);
      assertThat(run.failed()).isEmpty();
      open.removeAll(run.passed());
    }
    assertThat(open).as("tests that every backend skips").isEmpty();
  }

  private static String circumstances(Throwable failure) {
    return Stream.of(failure.getSuppressed())
        .map(Throwable::getMessage)
        .filter(text -> text != null && text.startsWith("Contract kit"))
        .findFirst()
        .orElse("");
  }

  /** A backend's suite with a test of its own. */
  static final class Remembers extends BackendContract {
    static final AtomicReference<@Nullable Path> directory = new AtomicReference<>();

    @Override
    protected BackendUnderTest backend() {
      return JournalFactory.single(JournalBackend::new);
    }

    @Test
    void aBackendsOwnTestTakesAStore(StoreUnderTest store) {
      store.putAll(Samples.numbered("r", 3));
      assertThat(store.directory().resolve("store")).isNotEmptyDirectory();
      directory.set(store.directory());
    }
  }
}
