package io.holdall.storage.migration;

import static io.holdall.storage.migration.CopierTest.content;
import static io.holdall.storage.migration.CopierTest.data;
import static io.holdall.storage.migration.CopierTest.fill;
import static io.holdall.storage.migration.CopierTest.scripted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.migration.Comparison.Difference;
import io.holdall.storage.migration.Comparison.Kind;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import org.junit.jupiter.api.Test;

/**
 * Targets with less room or fewer abilities, others who write meanwhile, and answers that are lost.
 */
class CopyFaultsTest {
  private final Storage source = Storage.inMemory();
  private final MemoryBackend memory = new MemoryBackend();
  private final ScriptedBackend script = new ScriptedBackend(memory);
  private final Storage target = Storage.of(script);

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

  private static void failAt(int failing, int number) {
    if (number == failing) {
      throw new OutcomeUnknown("The answer was lost", null);
    }
  }
}
