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
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.migration.Comparison.Difference;
import io.holdall.storage.migration.Comparison.Kind;
import io.holdall.storage.spi.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is copied, what is left alone, and that everything is verified. */
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
