package io.holdall.storage.migration;

import static io.holdall.storage.migration.CopierTest.content;
import static io.holdall.storage.migration.CopierTest.data;
import static io.holdall.storage.migration.CopierTest.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A copy that was killed, failed or interrupted goes on where it stopped. */
class ResumedCopyTest {
  private static final int ENTRIES = 11;
  private static final int PAGE = 3;

  private final Storage source = Storage.inMemory();

  /** Ends a run as a kill would: nothing of the copier may catch it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  static Stream<Capabilities> targets() {
    return Stream.of(
        MemoryBackend.defaultCapabilities().build(),
        MemoryBackend.defaultCapabilities().maxBatchOperations(2).build(),
        MemoryBackend.defaultCapabilities().maxBatchOperations(1).build(),
        MemoryBackend.defaultCapabilities().maxValueBytes(100).build(),
        MemoryBackend.defaultCapabilities().atomicity(Atomicity.ENTRY).build());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void copyKilledAtAnyCommitIsFinishedByTheNextRun(Capabilities limits) {
    fill(source, ENTRIES);
    int commits = commitsOfAWholeCopy(limits);

    for (int n = 1; n <= commits; n++) {
      for (boolean written : new boolean[] {false, true}) {
        MemoryBackend memory = new MemoryBackend(limits);
        kill(memory, n, written);
        long before = Storage.of(memory).count(Scan.under(Key.of("data")));
        ScriptedBackend second = new ScriptedBackend(memory);

        CopyResult result = copier(second).run();

        assertThat(result.isExact()).as("killed at commit %d", n).isTrue();
        assertThat(content(Storage.of(second))).isEqualTo(content(source));
        assertThat(result.copied()).as("nothing is copied twice").isEqualTo(ENTRIES - before);
        assertThat(second.commits().size()).isLessThanOrEqualTo(commits - n + 2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void copyKilledAgainAndAgainComesToAnEnd(Capabilities limits) {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend(limits);
    int runs = 0;

    for (boolean ended = false; !ended && runs < 100; runs++) {
      try {
        ended =
            copier(new ScriptedBackend(memory).afterCommit(number -> dieAt(2, number)))
                .run()
                .isExact();
      } catch (Killed e) {
        assertThat(ended).isFalse();
      }
    }

    assertThat(runs).isBetween(2, 30);
    assertThat(content(Storage.of(memory))).isEqualTo(content(source));
  }

  @Test
  void resumedCopyReadsOnBehindWhatIsCopied() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    kill(memory, 3, true);
    ScriptedBackend second = new ScriptedBackend(memory);

    CopyResult result = copier(second).run();

    assertThat(result.resumed()).isTrue();
    assertThat(result.copied()).isEqualTo(ENTRIES - 3 * PAGE);
    assertThat(result.alreadyThere()).isZero();
    assertThat(result.verified()).isEqualTo(ENTRIES);
  }

  @Test
  void targetOfSingleEntriesRemembersEveryPage() {
    fill(source, ENTRIES);
    MemoryBackend memory =
        new MemoryBackend(MemoryBackend.defaultCapabilities().atomicity(Atomicity.ENTRY).build());
    kill(memory, PAGE + 2, true); // a page, its position, and one entry more

    CopyResult result = copier(new ScriptedBackend(memory)).run();

    assertThat(result.resumed()).isTrue();
    assertThat(result.alreadyThere()).isEqualTo(1);
    assertThat(result.copied()).isEqualTo(ENTRIES - PAGE - 1);
  }

  @Test
  void failedCopyIsResumedTheSameWay() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    ScriptedBackend failing =
        new ScriptedBackend(memory)
            .beforeCommit(
                number -> {
                  if (number == 3) {
                    throw new Unavailable("No connection");
                  }
                });
    assertThatThrownBy(() -> copier(failing).run())
        .isInstanceOf(Unavailable.class)
        .hasMessage("No connection [operation=copy, backend=memory]");

    CopyResult result = copier(new ScriptedBackend(memory)).run();

    assertThat(result.resumed()).isTrue();
    assertThat(result.isExact()).isTrue();
    assertThat(result.copied()).isEqualTo(ENTRIES - 2 * PAGE);
  }

  @Test
  void positionOfAnotherCopyIsNotTrusted() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    Storage other = Storage.inMemory();
    other.put(Key.of("zzz"), Value.json("1"));
    other.put(Key.of("zzzz"), Value.json("1"));
    ScriptedBackend failing = new ScriptedBackend(memory).afterCommit(number -> dieAt(1, number));
    assertThatThrownBy(() -> Copier.from(other).to(Storage.of(failing)).pageSize(1).run())
        .isInstanceOf(Killed.class);

    CopyResult result = Copier.from(source).to(Storage.of(memory)).run();

    assertThat(result.resumed()).isTrue();
    assertThat(result.copied()).isEqualTo(ENTRIES);
    assertThat(result.verified()).isEqualTo(ENTRIES);
    assertThat(result.verification().extra()).isEqualTo(1);
  }

  @Test
  void entryThatChangedInTheSourceSinceIsNoticed() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    kill(memory, 3, true);
    source.put(data(1), Value.json("changed"));

    assertThatThrownBy(() -> copier(new ScriptedBackend(memory)).run())
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("key=data/000000000001");

    CopyResult result =
        copier(new ScriptedBackend(memory)).onConflict(ConflictPolicy.OVERWRITE).run();
    assertThat(result.isExact()).isTrue();
  }

  @Test
  void copiesOfDifferentNamesOrRangesHaveTheirOwnPositions() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    kill(memory, 2, true);
    Storage target = Storage.of(memory);

    assertThat(Copier.from(source).to(target).name("another").run().resumed()).isFalse();
    assertThat(Copier.from(source).to(target).under(Key.of("data")).run().resumed()).isFalse();
    assertThat(Copier.from(source).to(target).run().resumed()).isTrue();
  }

  @Test
  void unreadablePositionIsLeftOutOfAccount() {
    fill(source, ENTRIES);
    for (String text :
        List.of("", "{", "{}", "{\"after\":\"a//b\",\"entries\":1}", "{\"after\":\"a\"}")) {
      MemoryBackend memory = new MemoryBackend();
      kill(memory, 2, true);
      Key key = positions(memory).get(0);
      memory.commit(WriteBatch.builder().put(key, Value.json(text)).build());

      CopyResult result = copier(new ScriptedBackend(memory)).run();

      assertThat(result.resumed()).isFalse();
      assertThat(result.isExact()).isTrue();
      assertThat(positions(memory)).isEmpty();
    }
  }

  @Test
  void positionIsReadableForPeopleWhateverTheCopyIsCalled() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    ScriptedBackend failing = new ScriptedBackend(memory).afterCommit(n -> dieAt(1, n));
    String name = "\"\\\n\ud800" + "𝄞".repeat(1_000);

    assertThatThrownBy(
            () -> Copier.from(source).to(Storage.of(failing)).name(name).pageSize(4).run())
        .isInstanceOf(Killed.class);

    assertThat(memory.get(positions(memory)).get(0).orElseThrow().value().text())
        .contains("\"after\":\"data/000000000003\"", "\"entries\":4", "𝄞𝄞");
  }

  @Test
  void interruptedCopyStopsAfterItsPageAndKeepsTheFlag() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    ScriptedBackend interrupting =
        new ScriptedBackend(memory)
            .afterCommit(
                number -> {
                  if (number == 2) {
                    Thread.currentThread().interrupt();
                  }
                });

    CopyResult result = copier(interrupting).run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.complete()).isFalse();
    assertThat(result.isExact()).isFalse();
    assertThat(result.copied()).isEqualTo(2 * PAGE);

    CopyResult rest = copier(new ScriptedBackend(memory)).run();
    assertThat(rest.resumed()).isTrue();
    assertThat(rest.isExact()).isTrue();
    assertThat(rest.copied()).isEqualTo(ENTRIES - 2 * PAGE);
  }

  @Test
  void callThatTheInterruptionEndsStopsTheCopyToo() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    ScriptedBackend interrupted =
        new ScriptedBackend(memory)
            .beforeCommit(
                number -> {
                  if (number == 2) {
                    Thread.currentThread().interrupt();
                    throw new Unavailable("Interrupted while waiting");
                  }
                });

    CopyResult result = copier(interrupted).run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.complete()).isFalse();
    assertThat(result.copied()).isEqualTo(PAGE);
  }

  @Test
  void interruptionWhileVerifyingKeepsThePosition() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    ScriptedBackend interrupting =
        new ScriptedBackend(memory).beforeScan(number -> Thread.currentThread().interrupt());

    CopyResult result = copier(interrupting).run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.complete()).isFalse();
    assertThat(result.copied()).isEqualTo(ENTRIES);
    assertThat(positions(memory)).hasSize(1);
    assertThat(copier(new ScriptedBackend(memory)).run().isExact()).isTrue();
    assertThat(positions(memory)).isEmpty();
  }

  @Test
  void progressOfAResumedCopyGoesOnFromWhereItStopped() {
    fill(source, ENTRIES);
    MemoryBackend memory = new MemoryBackend();
    kill(memory, 2, true);
    long[] first = {-1};

    copier(new ScriptedBackend(memory))
        .progress((done, total) -> first[0] = first[0] < 0 ? done : first[0])
        .run();

    assertThat(first[0]).isEqualTo(2 * PAGE);
  }

  private Copier copier(ScriptedBackend target) {
    return Copier.from(source).to(Storage.of(target)).pageSize(PAGE);
  }

  private int commitsOfAWholeCopy(Capabilities limits) {
    ScriptedBackend whole = new ScriptedBackend(new MemoryBackend(limits));
    copier(whole).run();
    return whole.commits().size();
  }

  private void kill(MemoryBackend memory, int commit, boolean written) {
    ScriptedBackend first = new ScriptedBackend(memory);
    if (written) {
      first.afterCommit(number -> dieAt(commit, number));
    } else {
      first.beforeCommit(number -> dieAt(commit, number));
    }
    assertThatThrownBy(() -> copier(first).run()).isInstanceOf(Killed.class);
  }

  private static void dieAt(int commit, int number) {
    if (number == commit) {
      throw new Killed();
    }
  }

  private static List<Key> positions(MemoryBackend memory) {
    return Storage.of(memory).keys(Scan.under(Key.of("_holdall_copy"))).toList();
  }
}
