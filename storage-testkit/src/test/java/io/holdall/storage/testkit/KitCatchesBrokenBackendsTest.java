package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdall.storage.testkit.disk.SmallDisk;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kit that passes everything proves nothing: each broken backend must fail where it is broken.
 */
final class KitCatchesBrokenBackendsTest {
  @ParameterizedTest
  @MethodSource("brokenBackends")
  void theKitFailsOn(Class<? extends BackendContract> broken, Set<String> tests) {
    KitRun run = KitRun.of(broken, tests);
    assertThat(run.failed().keySet())
        .as("tests that fail on %s", broken.getSimpleName())
        .isEqualTo(tests);
  }

  static Stream<Arguments> brokenBackends() {
    return Stream.of(
        caught(
            Mutants.ReissuesVersions.class,
            "aVersionIsNeverIssuedTwice",
            "aStaleVersionConflictsAfterDeleteAndReCreation"),
        caught(
            Mutants.VersionsByContent.class,
            "rewritingIdenticalBytesGivesANewVersion",
            "aVersionIsNeverIssuedTwice"),
        caught(Mutants.HalfVisibleBatch.class, "aBatchIsNeverSeenHalf"),
        caught(Mutants.WritesUntilConflict.class, "batchWithOneFailedConditionWritesNothing"),
        caught(Mutants.PhantomLastPage.class, "pagesAreFullAndTheLastOneIsNeverEmpty"),
        caught(Mutants.InclusiveAfter.class, "afterIsExclusiveAlsoForAnAbsentKey"),
        caught(Mutants.PrefixWithoutSegments.class, "aScanUnderAKeyEndsAtItsSegments"),
        caught(Mutants.OrderOfUtf16.class, "scansFollowTheBytesOfTheEncodedKeys"),
        caught(Mutants.TrimsKeys.class, "edgeWhiteSpaceAndDotsAreKept"),
        caught(Mutants.FoldsCase.class, "keysThatDifferInCaseStayApart"),
        caught(
            Mutants.IgnoresConditions.class, "conditionsHoldOnEveryPath", "aStaleVersionConflicts"),
        caught(
            Mutants.ChecksBeforeLocking.class,
            "racingIncrementsAddUp",
            "racingCreatorsHaveOneWinner"),
        caught(
            Mutants.RetriesIntoConflict.class, "aLostAnswerIsSuccessOrOutcomeUnknownNeverConflict"),
        caught(Mutants.ReusesItsBuffer.class, "valuesReadEarlierDoNotChangeByLaterReadsAndWrites"),
        caught(Mutants.TidiesJson.class, "jsonValuesComeBackByteForByte"),
        caught(Mutants.LiveSnapshot.class, "aSnapshotShowsTheStateWhenItWasTaken"),
        caught(Mutants.TellsValues.class, "errorsOfConditionsNameOperationKeyAndBackend"),
        caught(Mutants.NeverCloses.class, "everyCallAfterCloseIsRefusedAsClosed"),
        caught(Mutants.SwallowsInterrupts.class, "anInterruptedCallerKeepsItsFlag"),
        caught(
            Mutants.WritesLater.class,
            "aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf"),
        caught(
            Mutants.WritesInParts.class,
            "aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf"),
        caught(Mutants.RenumbersVersions.class, "reopeningSeesEverything"),
        caught(Mutants.RenumbersVersions.class, "aVersionSurvivesItsTextFormAndReopening"),
        caught(Mutants.DoesNotSeeOthers.class, "oneProcessSeesTheOthersWritesAtOnce"),
        caught(
            Mutants.DoesNotLock.class,
            "aSecondWritingProcessIsRefusedAtOnce",
            "oneOfThoseThatOpenANewStoreAtOnceGetsIt"),
        caught(Mutants.JudgesWhatAnotherWriterIsMaking.class, "allThatOpenANewStoreAtOnceGetIt"),
        caught(
            Mutants.JudgesWhatTheHolderIsMaking.class, "oneOfThoseThatOpenANewStoreAtOnceGetsIt"));
  }

  @Test
  void theKitFailsOnWhatShowsWhatAFullDiskHasRefused(@TempDir Path directory) {
    SmallDisk.mount(directory.resolve("disk"), 1 << 20).close(); // else the case is skipped
    theKitFailsOn(
        Mutants.KeepsWhatHasNoRoom.class, Set.of("aFullDiskRefusesCommitsUntilThereIsRoom"));
  }

  /** The random histories find by themselves what is wrong without threads and crashes. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        Mutants.ReissuesVersions.class,
        Mutants.VersionsByContent.class,
        Mutants.WritesUntilConflict.class,
        Mutants.PhantomLastPage.class,
        Mutants.InclusiveAfter.class,
        Mutants.PrefixWithoutSegments.class,
        Mutants.OrderOfUtf16.class,
        Mutants.FoldsCase.class,
        Mutants.IgnoresConditions.class,
        Mutants.LiveSnapshot.class,
        Mutants.RenumbersVersions.class
      })
  void randomHistoriesFindAndShrinkWhatIsBroken(Class<? extends BackendContract> broken) {
    KitRun run = KitRun.of(broken, RandomModelContract.class);
    assertThat(run.failed()).hasSize(1);
    String message = String.valueOf(run.failed().values().iterator().next().getMessage());
    assertThat(message).contains("-Dholdall.test.seed=", "The smallest that does:");
    long steps = message.lines().skip(1).takeWhile(line -> line.startsWith("  ")).count();
    assertThat(steps).as("steps of the smallest failing history:%n%s", message).isBetween(1L, 8L);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {ConditionContract.class, ConcurrencyContract.class, RandomModelContract.class})
  void whatTheBrokenOnesAreMadeFromIsSound(Class<?> part) {
    assertThat(KitRun.of(Mutants.Sound.class, part).failed()).isEmpty();
    assertThat(KitRun.of(Mutants.RetriesSoundly.class, part).failed()).isEmpty();
  }

  private static Arguments caught(Class<? extends BackendContract> broken, String... tests) {
    return arguments(broken, Set.of(tests));
  }
}
