package io.holdall.storage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.migration.Comparison.Difference;
import io.holdall.storage.migration.Comparison.Kind;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is copied, what is left alone, what is refused, and that everything is verified. */
class CopierTest {
  private final Storage source = Storage.inMemory();
  private final MemoryBackend memory = new MemoryBackend();
  private final ScriptedBackend script = new ScriptedBackend(memory);
  private final Storage target = Storage.of(script);

  @Test
  void everyEntryArrivesWithItsBytesAndFormat() {
    source.put(Key.of("a"), Value.json("{\n \"a\" :1}"));
    source.put(Key.of("a", "b"), Value.binary(new byte[0]));
    source.put(Key.of("a", "B", ".."), Value.binary(new byte[] {0, -1, (byte) 0xC3}));
    source.put(Key.of("ä/%"), Value.of(new byte[] {'{', -1}, Format.JSON));
    source.put(Key.of("~").child(7), Value.json("7"));

    CopyResult result = Copier.from(source).to(target).run();

    assertThat(content(target)).isEqualTo(content(source)).hasSize(5);
    assertThat(result.isExact()).isTrue();
    assertThat(result.copied()).isEqualTo(5);
    assertThat(result.copiedBytes()).isEqualTo(16);
    assertThat(result.verified()).isEqualTo(5);
    assertThat(result.alreadyThere()).isZero();
    assertThat(result.resumed()).isFalse();
    assertThat(result.duration()).isPositive();
  }

  @Test
  void emptyStoreIsCopiedToNothing() {
    CopyResult result = Copier.from(source).to(target).run();

    assertThat(result.isExact()).isTrue();
    assertThat(script.commits()).isEmpty();
  }

  @Test
  void collectionsOfTheFrameworkAreNotCopiedWhateverStandsAroundThem() {
    for (String collection : List.of("Z", "_holda", "_holdalk", "_holdalm", "a")) {
      source.put(Key.of(collection, "x"), Value.json("1"));
    }
    source
        .backend()
        .commit(
            WriteBatch.builder()
                .put(Key.of("_holdall"), Value.json("1"))
                .put(Key.of("_holdall", "x"), Value.json("1"))
                .put(Key.of("_holdall_outbox", "x"), Value.json("1"))
                .put(Key.of("_holdallz"), Value.json("1"))
                .build());

    CopyResult result = Copier.from(source).to(target).pageSize(1).run();

    assertThat(result.isExact()).isTrue();
    assertThat(content(target).keySet().stream().map(Key::collection))
        .containsExactlyInAnyOrder("Z", "_holda", "_holdalk", "_holdalm", "a");
  }

  @Test
  void rangeOfReservedKeysHasNothingToCopy() {
    assertThat(EntryPages.withoutReserved(KeyRange.under(Key.of("_holdall_copy")))).isEmpty();
    assertThat(EntryPages.withoutReserved(KeyRange.under(Key.of("a"))))
        .containsExactly(KeyRange.under(Key.of("a")));
  }

  @Test
  void onlyTheRangeIsCopiedAndCompared() {
    fill(source, 5);
    source.put(Key.of("other", "x"), Value.json("1"));
    target.put(Key.of("more", "x"), Value.json("1"));

    CopyResult result = Copier.from(source).to(target).under(Key.of("data")).run();

    assertThat(result.isExact()).isTrue();
    assertThat(result.copied()).isEqualTo(5);
    assertThat(target.get(Key.of("other", "x"))).isEmpty();
  }

  @Test
  void whatIsThereAlreadyIsLeftAsItIs() {
    fill(source, 10);
    Copier.from(source).to(target).run();
    Map<Key, Version> versions = versions(target);
    script.commits().clear();
    source.put(data(10), Value.json("10"));

    CopyResult again = Copier.from(source).to(target).run();

    assertThat(again.copied()).isEqualTo(1);
    assertThat(again.alreadyThere()).isEqualTo(10);
    assertThat(again.verified()).isEqualTo(11);
    assertThat(versions(target)).containsAllEntriesOf(versions);
  }

  @Test
  void differentEntryStopsTheCopyAndIsNamed() {
    fill(source, 10);
    target.put(data(4), Value.json("mine"));
    target.put(data(7), Value.json("mine too"));

    Conflict conflict =
        catchThrowableOfType(
            Conflict.class, () -> Copier.from(source).to(target).pageSize(3).run());

    assertThat(conflict.keys()).containsExactly(data(4));
    assertThat(conflict)
        .hasMessage(
            "The target has a different entry here"
                + " [key=data/000000000004, operation=copy, backend=memory]");
    assertThat(target.get(data(4)).orElseThrow().value()).isEqualTo(Value.json("mine"));
    assertThat(target.get(data(2))).isPresent();
    assertThat(target.get(data(5))).isEmpty();
  }

  @Test
  void sameBytesInAnotherFormatAreDifferent() {
    source.put(data(1), Value.json("1"));
    target.put(data(1), Value.binary(new byte[] {'1'}));

    assertThatThrownBy(() -> Copier.from(source).to(target).run()).isInstanceOf(Conflict.class);
  }

  @Test
  void differentEntriesMayBeSkippedAndAreReported() {
    fill(source, 10);
    target.put(data(4), Value.json("mine"));

    CopyResult result = Copier.from(source).to(target).onConflict(ConflictPolicy.SKIP).run();

    assertThat(result.copied()).isEqualTo(9);
    assertThat(result.skipped()).isEqualTo(1);
    assertThat(result.complete()).isTrue();
    assertThat(result.isExact()).isFalse();
    assertThat(result.verification().differences())
        .containsExactly(new Difference(Kind.DIFFERENT, data(4)));
    assertThat(target.get(data(4)).orElseThrow().value()).isEqualTo(Value.json("mine"));
  }

  @Test
  void differentEntriesMayBeOverwritten() {
    fill(source, 10);
    target.put(data(4), Value.json("mine"));

    CopyResult result = Copier.from(source).to(target).onConflict(ConflictPolicy.OVERWRITE).run();

    assertThat(result.copied()).isEqualTo(10);
    assertThat(result.isExact()).isTrue();
    assertThat(content(target)).isEqualTo(content(source));
  }

  @Test
  void extraEntriesOfTheTargetAreReportedAndKept() {
    fill(source, 3);
    target.put(Key.of("a", "extra"), Value.json("1"));
    target.put(Key.of("z", "extra"), Value.json("1"));

    CopyResult result = Copier.from(source).to(target).run();

    assertThat(result.complete()).isTrue();
    assertThat(result.isExact()).isFalse();
    assertThat(result.verification().extra()).isEqualTo(2);
    assertThat(result.verification().differences())
        .containsExactly(
            new Difference(Kind.EXTRA, Key.of("a", "extra")),
            new Difference(Kind.EXTRA, Key.of("z", "extra")));
    assertThat(target.get(Key.of("a", "extra"))).isPresent();
  }

  @Test
  void dryRunCountsAndWritesNothing() {
    fill(source, 10);
    target.put(data(0), Value.json("0"));
    target.put(data(4), Value.json("mine"));
    target.put(Key.of("extra"), Value.json("1"));
    script.commits().clear();

    Comparison plan = Copier.from(source).to(target).pageSize(4).dryRun();

    assertThat(plan.identical()).isEqualTo(1);
    assertThat(plan.missing()).isEqualTo(8);
    assertThat(plan.missingBytes()).isEqualTo(8);
    assertThat(plan.different()).isEqualTo(1);
    assertThat(plan.extra()).isEqualTo(1);
    assertThat(plan.isExact()).isFalse();
    assertThat(plan.complete()).isTrue();
    assertThat(script.commits()).isEmpty();
  }

  @Test
  void differencesAreAllCountedAndListedUpToALimit() {
    fill(source, Comparison.MOST_LISTED + 5);

    Comparison plan = Copier.from(source).to(target).dryRun();

    assertThat(plan.missing()).isEqualTo(Comparison.MOST_LISTED + 5);
    assertThat(plan.differences()).hasSize(Comparison.MOST_LISTED);
  }

  @Test
  void targetOfSingleEntriesGetsOneWriteACommit() {
    fill(source, 7);
    ScriptedBackend single = scripted(c -> c.atomicity(Atomicity.ENTRY));

    CopyResult result = Copier.from(source).to(Storage.of(single)).pageSize(3).run();

    assertThat(result.isExact()).isTrue();
    assertThat(single.commits()).allSatisfy(b -> assertThat(b.operations()).hasSize(1));
    assertThat(content(Storage.of(single))).isEqualTo(content(source));
  }

  @Test
  void batchesStayWithinTheLimitsOfTheTarget() {
    fill(source, 20);
    for (int i = 0; i < 3; i++) {
      source.put(Key.of("large").child(i), Value.binary(new byte[4_000]));
    }
    source.put(Key.of("largest"), Value.binary(new byte[9_900]));
    Capabilities limits =
        MemoryBackend.defaultCapabilities().maxBatchOperations(4).maxBatchBytes(10_000).build();
    ScriptedBackend small = new ScriptedBackend(new MemoryBackend(limits));

    CopyResult result = Copier.from(source).to(Storage.of(small)).run();

    assertThat(result.isExact()).isTrue();
    assertThat(small.commits())
        .allSatisfy(
            batch -> {
              assertThat(batch.operations()).hasSizeLessThanOrEqualTo(4);
              assertThat(batch.sizeBytes()).isLessThanOrEqualTo(10_000);
            });
  }

  @Test
  void targetWithRoomForNoCheckpointIsCopiedToAllTheSame() {
    fill(source, 20);
    ScriptedBackend tiny =
        scripted(c -> c.maxBatchOperations(1).maxValueBytes(2).maxBatchBytes(50).maxKeyBytes(20));

    CopyResult result = Copier.from(source).to(Storage.of(tiny)).run();

    assertThat(result.isExact()).isTrue();
    assertThat(tiny.commits()).hasSize(20);
  }

  @Test
  void targetWithoutConditionsIsCopiedToWithoutThem() {
    fill(source, 5);
    ScriptedBackend careless = scripted(c -> c.conditions(false));
    Storage.of(careless).put(data(2), Value.json("mine"));

    CopyResult result =
        Copier.from(source).to(Storage.of(careless)).onConflict(ConflictPolicy.OVERWRITE).run();

    assertThat(result.isExact()).isTrue();
    assertThat(careless.commits())
        .flatExtracting(WriteBatch::operations)
        .extracting(operation -> operation.condition().getClass().getSimpleName())
        .containsOnly("Any");
  }

  @Test
  void valueThatIsTooLargeForTheTargetIsFoundBeforeAnythingIsWritten() {
    fill(source, 5);
    source.put(Key.of("large"), Value.binary(new byte[101]));
    ScriptedBackend small = scripted(c -> c.maxValueBytes(100));

    assertThatThrownBy(() -> Copier.from(source).to(Storage.of(small)).run())
        .isInstanceOf(LimitExceeded.class)
        .hasMessage(
            "A value is larger than the target takes"
                + " [key=large, bytes=101, limit=100, operation=copy, backend=memory]");
    assertThatThrownBy(() -> Copier.from(source).to(Storage.of(small)).dryRun())
        .isInstanceOf(LimitExceeded.class);
    assertThat(small.commits()).isEmpty();
  }

  @Test
  void keyThatIsTooLongForTheTargetIsFoundBeforeAnythingIsWritten() {
    fill(source, 5);
    source.put(Key.of("x".repeat(101)), Value.json("1"));
    ScriptedBackend small = scripted(c -> c.maxKeyBytes(100));

    assertThatThrownBy(() -> Copier.from(source).to(Storage.of(small)).run())
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("A key is longer than the target takes")
        .hasMessageContaining("limit=100");
    assertThat(small.commits()).isEmpty();
  }

  @Test
  void valueBeyondTheLimitThatItsStoreClaimsIsNamedToo() {
    MemoryBackend modest =
        new MemoryBackend(MemoryBackend.defaultCapabilities().maxValueBytes(10).build());
    modest.commit(WriteBatch.builder().put(data(1), Value.binary(new byte[11])).build());
    ScriptedBackend small = scripted(c -> c.maxValueBytes(10));

    assertThatThrownBy(() -> Copier.from(Storage.of(modest)).to(Storage.of(small)).run())
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("key=data/000000000001");
  }

  @Test
  void writesToTheSourceMeanwhileAreNotSeenThroughItsSnapshot() {
    fill(source, 10);
    script.beforeCommit(number -> source.put(Key.of("data", "later" + number), Value.json("1")));

    CopyResult result = Copier.from(source).to(target).pageSize(2).run();

    assertThat(result.isExact()).isTrue();
    assertThat(result.copied()).isEqualTo(10);
  }

  @Test
  void writesToASourceWithoutSnapshotsAreReportedByTheVerification() {
    ScriptedBackend plain = scripted(c -> c.snapshots(false));
    Storage live = Storage.of(plain);
    fill(live, 10);
    script.beforeCommit(number -> live.put(data(0), Value.json("changed")));

    CopyResult result = Copier.from(live).to(target).run();

    assertThat(result.complete()).isTrue();
    assertThat(result.verification().differences())
        .containsExactly(new Difference(Kind.DIFFERENT, data(0)));
  }

  @Test
  void writesOfOthersToTheTargetAreRespected() {
    fill(source, 10);
    script.beforeCommit(
        number -> {
          if (number == 1) {
            memory.commit(
                WriteBatch.builder()
                    .put(data(1), Value.json("1"))
                    .put(data(3), Value.json("other"))
                    .build());
          }
        });

    CopyResult result = Copier.from(source).to(target).onConflict(ConflictPolicy.SKIP).run();

    assertThat(result.copied()).isEqualTo(8);
    assertThat(result.alreadyThere()).isEqualTo(1);
    assertThat(result.skipped()).isEqualTo(1);
  }

  @Test
  void othersWhoNeverStopChangingTheTargetEndTheCopy() {
    fill(source, 1);
    target.put(data(0), Value.json("x"));
    script.beforeCommit(
        number ->
            memory.commit(WriteBatch.builder().put(data(0), Value.json("y" + number)).build()));

    assertThatThrownBy(
            () -> Copier.from(source).to(target).onConflict(ConflictPolicy.OVERWRITE).run())
        .isInstanceOf(Conflict.class);
    assertThat(script.commits()).hasSize(11);
  }

  @Test
  void lostAnswersAreFoundOutByReadingAgain() {
    fill(source, 9);
    script.beforeCommit(number -> failAt(2, number)).afterCommit(number -> failAt(3, number));

    CopyResult result = Copier.from(source).to(target).pageSize(3).run();

    assertThat(result.isExact()).isTrue();
    assertThat(result.copied() + result.alreadyThere()).isEqualTo(9);
  }

  @Test
  void writeThatTheTargetLosesIsFoundByTheVerification() {
    fill(source, 10);
    script.afterCommit(
        number -> {
          if (number == 1) {
            memory.commit(
                WriteBatch.builder().delete(data(3)).put(data(5), Value.json("rot")).build());
          }
        });

    CopyResult result = Copier.from(source).to(target).run();

    assertThat(result.isExact()).isFalse();
    assertThat(result.verified()).isEqualTo(8);
    assertThat(result.verification().differences())
        .containsExactly(
            new Difference(Kind.MISSING, data(3)), new Difference(Kind.DIFFERENT, data(5)));
  }

  @Test
  void progressGrowsToTheTotal() {
    fill(source, 10);
    List<Long> done = new ArrayList<>();
    List<Long> totals = new ArrayList<>();

    Copier.from(source)
        .to(target)
        .pageSize(3)
        .progress(
            (entries, total) -> {
              done.add(entries);
              totals.add(total);
            })
        .run();

    assertThat(done).isSorted().startsWith(0L, 3L, 6L, 9L, 10L).endsWith(20L);
    assertThat(totals).containsOnly(20L);
  }

  @Test
  void readOnlyTargetAndTheStoreItselfAreRefused() {
    Storage readOnly = Storage.of(scripted(c -> c.readOnly(true)));

    assertThatThrownBy(() -> Copier.from(source).to(readOnly).run())
        .isInstanceOf(AccessDenied.class);
    assertThat(Copier.from(source).to(readOnly).dryRun().isExact()).isTrue();
    assertThatThrownBy(() -> Copier.from(source).to(source)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> Copier.from(source).to(target).pageSize(0))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void errorsOfTheSourceNameTheSource() {
    fill(source, 1);
    source.close();

    assertThatThrownBy(() -> Copier.from(source).to(target).run())
        .hasMessage("The store is closed [operation=snapshot, backend=memory]");
  }

  private static void failAt(int failing, int number) {
    if (number == failing) {
      throw new OutcomeUnknown("The answer was lost", null);
    }
  }

  static void fill(Storage storage, int entries) {
    for (int i = 0; i < entries; i++) {
      storage.put(data(i), Value.json(Integer.toString(i)));
    }
  }

  static Key data(int number) {
    return Key.of("data").child(number);
  }

  static ScriptedBackend scripted(UnaryOperator<Capabilities.Builder> change) {
    return new ScriptedBackend(
        new MemoryBackend(change.apply(MemoryBackend.defaultCapabilities()).build()));
  }

  /** All entries, those of the framework too, so that a forgotten checkpoint is noticed. */
  static Map<Key, Value> content(Storage storage) {
    return storage.stream(Scan.all()).collect(Collectors.toMap(Entry::key, Entry::value));
  }

  private static Map<Key, Version> versions(Storage storage) {
    return storage.stream(Scan.all()).collect(Collectors.toMap(Entry::key, Entry::version));
  }
}
