package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.StoreMaintenance.Damage;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import io.holdall.storage.spi.StoreMaintenance.Verification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RepairTest {
  private static final Path KEPT =
      SampleStore.DIRECTORY.toAbsolutePath().resolveSibling("store.damaged-1");

  @Test
  void aSoundStoreIsLeftAsItIs() {
    SampleStore store = new SampleStore(true);
    Set<Path> before = store.disk.files();
    Verification verification =
        maintenance(store.disk).verify(SampleStore.DIRECTORY, ProgressListener.NONE);
    assertThat(verification.isSound()).isTrue();
    assertThat(verification.entriesRead()).isEqualTo(store.contents().size());
    assertThat(repair(store.disk, false))
        .isEqualTo(new Repair(store.contents().size(), List.of(), ""));
    assertThat(store.disk.files()).isEqualTo(before);
  }

  @Test
  void whateverByteIsDamagedTheStoreOpensAgainWithAllTheRest() {
    SampleStore store = new SampleStore(true);
    for (Path file : store.disk.files()) {
      byte[] content = store.disk.content(file);
      for (int i = 0; i < content.length; i += 3) {
        byte[] damaged = content.clone();
        damaged[i] ^= (byte) 0x55;
        FaultyDisk disk = store.disk.copy();
        disk.setContent(file, damaged);
        assertRepaired(store, disk, file, i);
      }
    }
  }

  private static void assertRepaired(SampleStore store, FaultyDisk disk, Path file, int offset) {
    String where = "byte %d of %s".formatted(offset, file);
    Repair repair = repair(disk, false);
    boolean log = file.toString().endsWith(".jsonl");
    if (repair.keptAt().isEmpty()) {
      assertThat(log).as(where).isFalse();
    } else {
      assertThat(repair.lost())
          .as(where)
          .extracting(Damage::file)
          .contains(file.getFileName().toString());
      assertThat(disk.content(KEPT.resolve(file.getFileName())))
          .isEqualTo(originalOf(disk, store, file, offset));
    }
    assertThat(maintenance(disk).verify(SampleStore.DIRECTORY, ProgressListener.NONE).damages())
        .isEmpty();
    try (JsonBackend backend = SampleStore.open(disk)) {
      Map<String, String> found = SampleStore.contents(backend);
      assertThat(found).as(where).hasSize((int) repair.entriesKept());
      Set<String> once = new HashSet<>();
      store.states.forEach(state -> state.forEach((key, value) -> once.add(key + value)));
      // One damaged byte costs one commit at most: everything found was there once, and of what
      // was there last only that commit is missing or older.
      found.forEach((key, value) -> assertThat(once).as(where).contains(key + value));
      long kept = store.contents().entrySet().stream().filter(found.entrySet()::contains).count();
      assertThat(kept).as(where).isGreaterThanOrEqualTo(store.contents().size() - 3);
      long highest = store.states.size() - 1L;
      String version =
          backend
              .commit(WriteBatch.builder().put(Key.of("new"), Value.json("1")).build())
              .version(Key.of("new"))
              .text();
      assertThat(Long.parseLong(version)).as(where).isGreaterThan(highest);
    }
  }

  private static byte[] originalOf(FaultyDisk disk, SampleStore store, Path file, int offset) {
    byte[] content = store.disk.content(file);
    content[offset] ^= (byte) 0x55;
    assertThat(disk.isDead()).isFalse();
    return content;
  }

  @Test
  void linesInTheWrongOrderAreAllKept() {
    SampleStore store = new SampleStore(true);
    Path segment = SampleStore.segments(store.disk).get(1);
    List<String> lines = new ArrayList<>(lines(store.disk, segment));
    Collections.swap(lines, 2, 5);
    lines.add(4, lines.get(4));
    setLines(store.disk, segment, lines);
    assertThatThrownBy(() -> reopenWithoutCheckpoint(store.disk)).isInstanceOf(Corrupt.class);
    Repair repair = repair(store.disk, false);
    assertThat(repair.entriesKept()).isEqualTo(store.contents().size());
    try (JsonBackend backend = SampleStore.open(store.disk)) {
      assertThat(SampleStore.contents(backend)).isEqualTo(store.contents());
    }
  }

  @Test
  void whatWasLostIsSaidExactly() {
    SampleStore store = new SampleStore(true);
    Path segment = SampleStore.segments(store.disk).get(1);
    List<String> lines = new ArrayList<>(lines(store.disk, segment));
    int offset = lines.get(0).length() + lines.get(1).length() + 2;
    int length = lines.get(2).length() + lines.get(3).length() + 2;
    long first = Long.parseLong(lines.get(2).replaceAll("^\\{\"commit\":(\\d+),.*", "$1"));
    byte[] content = store.disk.content(segment);
    Arrays.fill(content, offset + 5, offset + length - 5, (byte) 'x');
    store.disk.setContent(segment, content);
    assertThat(repair(store.disk, true).lost())
        .containsExactly(
            new Damage(
                segment.getFileName().toString(),
                offset,
                "A line of the log is damaged: %d bytes, commits %d to %d"
                    .formatted(length, first, first + 1)));
  }

  @Test
  void aDryRunChangesNothing() {
    SampleStore store = damaged();
    Set<Path> before = store.disk.files();
    int operations = store.disk.operations();
    Repair repair = repair(store.disk, true);
    assertThat(repair.lost()).isNotEmpty();
    assertThat(repair.keptAt()).isEqualTo(KEPT.toString());
    assertThat(store.disk.files()).isEqualTo(before);
    assertThat(store.disk.operations()).isEqualTo(operations);
  }

  @Test
  void whatBelongsToAnotherStoreIsNotTakenIn() {
    SampleStore store = new SampleStore(true);
    SampleStore other = new SampleStore(true);
    Path segment = SampleStore.segments(store.disk).get(1);
    store.disk.setContent(segment, other.disk.content(segment));
    Repair repair = repair(store.disk, false);
    assertThat(repair.lost()).extracting(Damage::file).contains(segment.getFileName().toString());
    try (JsonBackend backend = SampleStore.open(store.disk)) {
      assertThat(SampleStore.contents(backend)).isNotEmpty();
    }
  }

  @Test
  void aStoreThatIsInUseIsNotRepaired() {
    FaultyDisk disk = new FaultyDisk(1);
    JsonBackend open = SampleStore.open(disk);
    assertThatThrownBy(() -> repair(disk, false))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("reason=locked");
    open.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aFaultInRepairingLeavesTheDamagedStoreOrTheSoundOne(Fault fault) {
    SampleStore whole = damaged();
    FaultyDisk counted = whole.disk.copy();
    int before = counted.operations();
    repair(counted, false);
    int operations = counted.operations() - before;
    Map<String, String> repaired = reopened(counted);
    assertThat(operations).isGreaterThan(10);
    for (int operation = 1; operation <= operations; operation++) {
      FaultyDisk disk = whole.disk.copy();
      disk.plan(fault, operation);
      try {
        repair(disk, false);
      } catch (Unavailable | LimitExceeded e) {
        assertThat(fault).isNotEqualTo(Fault.NONE);
      }
      disk.kill();
      disk.reboot();
      String where = fault + " at operation " + operation;
      try {
        assertThat(reopened(disk)).as(where).isEqualTo(repaired);
      } catch (Corrupt stillDamaged) {
        repair(disk, false);
        assertThat(reopened(disk)).as(where).isEqualTo(repaired);
      }
      assertThat(maintenance(disk).verify(SampleStore.DIRECTORY, ProgressListener.NONE).damages())
          .as(where)
          .isEmpty();
    }
  }

  @Test
  void progressIsCountedInBytes() {
    SampleStore store = new SampleStore(true);
    List<Long> last = new ArrayList<>();
    maintenance(store.disk)
        .verify(
            SampleStore.DIRECTORY,
            (done, total) -> {
              last.clear();
              last.addAll(List.of(done, total));
            });
    long bytes =
        SampleStore.segments(store.disk).stream()
            .mapToLong(path -> store.disk.content(path).length)
            .sum();
    assertThat(last).containsExactly(bytes, bytes);
  }

  /** With damage in a segment, an unreadable header, and the checkpoint gone. */
  private static SampleStore damaged() {
    SampleStore store = new SampleStore(true);
    List<Path> segments = SampleStore.segments(store.disk);
    byte[] first = store.disk.content(segments.get(1));
    first[first.length / 2] ^= 1;
    store.disk.setContent(segments.get(1), first);
    byte[] second = store.disk.content(segments.get(2));
    second[10] ^= 1;
    store.disk.setContent(segments.get(2), second);
    store.disk.remove(SampleStore.DIRECTORY.resolve("checkpoint.bin"));
    return store;
  }

  private static void reopenWithoutCheckpoint(FaultyDisk disk) {
    FaultyDisk copy = disk.copy();
    copy.remove(SampleStore.DIRECTORY.resolve("checkpoint.bin"));
    SampleStore.open(copy).close();
  }

  private static Map<String, String> reopened(FaultyDisk disk) {
    try (JsonBackend backend = SampleStore.open(disk)) {
      return SampleStore.contents(backend);
    }
  }

  private static List<String> lines(FaultyDisk disk, Path file) {
    return new String(disk.content(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static void setLines(FaultyDisk disk, Path file, List<String> lines) {
    disk.setContent(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Repair repair(FaultyDisk disk, boolean dryRun) {
    return maintenance(disk).repair(SampleStore.DIRECTORY, dryRun, ProgressListener.NONE);
  }

  private static JsonMaintenance maintenance(FaultyDisk disk) {
    return new JsonMaintenance(disk);
  }
}
