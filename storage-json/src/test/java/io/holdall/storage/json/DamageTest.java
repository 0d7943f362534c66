package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damages every byte of a store. What is read is right, or it is {@code Corrupt}. */
final class DamageTest {
  private static final Path CHECKPOINT = SampleStore.DIRECTORY.resolve("checkpoint.bin");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFlippedBitAnywhereIsFoundOrHarmless(boolean closed) {
    SampleStore store = new SampleStore(closed);
    for (Path file : store.disk.files()) {
      byte[] content = store.disk.content(file);
      for (int i = 0; i < content.length; i++) {
        byte[] damaged = content.clone();
        damaged[i] ^= (byte) (1 << (i % 8));
        FaultyDisk disk = store.disk.copy();
        disk.setContent(file, damaged);
        String where = "byte %d of %s".formatted(i, file);
        // Without a last checkpoint nothing tells a damaged last line from a torn one.
        boolean mayBeTorn = !closed && isLast(store.disk, file) && i >= lastLine(content);
        assertRightOrCorrupt(store, disk, where, mayBeTorn ? 1 : 0);
        if (isLog(file) && !mayBeTorn) {
          assertThat(verify(disk)).as(where).isNotEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileCutOffAnywhereIsFoundUnlessItMayBeTorn(boolean closed) {
    SampleStore store = new SampleStore(closed);
    for (Path file : store.disk.files()) {
      byte[] content = store.disk.content(file);
      for (int length = 0; length < content.length; length++) {
        FaultyDisk disk = store.disk.copy();
        disk.setContent(file, Arrays.copyOf(content, length));
        boolean mayBeTorn = !closed && isLast(store.disk, file);
        assertRightOrCorrupt(
            store,
            disk,
            "%s cut off at %d".formatted(file, length),
            mayBeTorn ? linesFrom(content, length) : 0);
      }
    }
  }

  @Test
  void aMissingFileIsFound() {
    SampleStore store = new SampleStore(true);
    for (Path file : store.disk.files()) {
      FaultyDisk disk = store.disk.copy();
      disk.remove(file);
      Optional<Map<String, String>> found = contents(disk);
      if (file.equals(CHECKPOINT)) {
        assertThat(found).contains(store.contents());
      } else {
        assertThat(found).as("without %s", file).isEmpty();
      }
    }
  }

  @Test
  void aMissingMiddleSegmentIsFoundWithoutACheckpointToo() {
    SampleStore store = new SampleStore(false);
    List<Path> segments = SampleStore.segments(store.disk);
    for (Path segment : segments.subList(0, segments.size() - 1)) {
      FaultyDisk disk = store.disk.copy();
      disk.remove(segment);
      disk.remove(CHECKPOINT);
      assertThat(contents(disk)).as("without %s", segment).isEmpty();
    }
  }

  @Test
  void linesThatAreGoneTwiceOrElsewhereAreFound() {
    SampleStore store = new SampleStore(true);
    for (boolean checkpoint : new boolean[] {true, false}) {
      for (Path segment : SampleStore.segments(store.disk)) {
        List<String> lines =
            new String(store.disk.content(segment), StandardCharsets.UTF_8).lines().toList();
        boolean last = isLast(store.disk, segment);
        for (int i = 0; i < lines.size(); i++) {
          List<String> twice = new ArrayList<>(lines);
          twice.add(i, lines.get(i));
          boolean isEnd = i == lines.size() - 1;
          boolean isFinished = !last && !segment.toString().contains(".c");
          if (!(isEnd && isFinished)) { // what is behind the stated end counts for nothing
            assertFound(store, segment, twice, checkpoint);
          }
          if (!isEnd) {
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, i, i + 1);
            assertFound(store, segment, swapped, checkpoint);
          }
          if (!(isEnd && last)) {
            List<String> gone = new ArrayList<>(lines);
            gone.remove(i);
            assertFound(store, segment, gone, checkpoint);
          }
        }
      }
    }
  }

  @Test
  void anOlderCopyOfASegmentIsFound() {
    FaultyDisk disk = new FaultyDisk(1);
    JsonBackend backend = SampleStore.open(disk);
    Path segment = SampleStore.DIRECTORY.resolve("000000000001.jsonl");
    put(backend, 1);
    byte[] older = disk.content(segment);
    for (int i = 2; i < 30; i++) {
      put(backend, i);
    }
    disk.kill();
    disk.reboot();
    disk.setContent(segment, older);
    assertThat(contents(disk)).isEmpty();
  }

  @Test
  void aSegmentOfAnotherStoreIsFound() {
    SampleStore store = new SampleStore(true);
    SampleStore other = new SampleStore(true);
    for (Path segment : SampleStore.segments(store.disk)) {
      FaultyDisk disk = store.disk.copy();
      disk.setContent(segment, other.disk.content(segment));
      assertThat(contents(disk)).as("foreign %s", segment).isEmpty();
    }
  }

  @Test
  void anythingBehindAClosedLogIsCutOffAndNothingElse() {
    SampleStore store = new SampleStore(true);
    Path last = last(store.disk);
    byte[] content = store.disk.content(last);
    for (String tail : new String[] {"{\"com", "\u0000\u0000\u0000", "garbage\n", "\n", "{}\n{}"}) {
      FaultyDisk disk = store.disk.copy();
      disk.setContent(last, concatenated(content, tail.getBytes(StandardCharsets.UTF_8)));
      try (JsonBackend backend = SampleStore.open(disk)) {
        assertThat(SampleStore.contents(backend)).isEqualTo(store.contents());
        put(backend, 1);
      }
      assertThat(verify(disk)).isEmpty();
    }
  }

  @Test
  void damageThatWasAcknowledgedIsNotTakenForATornEnd() {
    FaultyDisk disk = new FaultyDisk(1);
    JsonBackend backend = SampleStore.open(disk);
    put(backend, 1);
    put(backend, 2);
    put(backend, 3);
    disk.kill();
    disk.reboot();
    Path segment = last(disk);
    byte[] content = disk.content(segment);
    content[content.length - content.length / 4 - 60] ^= 1;
    disk.setContent(segment, content);
    assertThat(contents(disk)).isEmpty();
  }

  private static void put(JsonBackend backend, int i) {
    backend.commit(
        WriteBatch.builder()
            .put(Key.of("k", "k" + i), Value.json("\"" + "v".repeat(60) + i + "\""))
            .build());
  }

  private static void assertFound(
      SampleStore store, Path segment, List<String> lines, boolean checkpoint) {
    FaultyDisk disk = store.disk.copy();
    String text = String.join("\n", lines) + "\n";
    disk.setContent(segment, text.getBytes(StandardCharsets.UTF_8));
    if (!checkpoint) {
      disk.remove(CHECKPOINT);
    }
    Optional<Map<String, String>> found = contents(disk);
    if (checkpoint && found.isPresent()) {
      // What the checkpoint reaches over is not read at opening, but it is read right or not at
      // all.
      assertThat(found).contains(store.contents());
    } else {
      assertThat(found).as("lines of %s", segment).isEmpty();
    }
    assertThat(verify(disk)).isNotEmpty();
  }

  /** The contents must be those of the store, or of one of the commits right before. */
  private static void assertRightOrCorrupt(
      SampleStore store, FaultyDisk disk, String where, int mayMiss) {
    FaultyDisk copy = disk.copy();
    int last = store.states.size() - 1;
    List<Map<String, String>> right = store.states.subList(last - mayMiss, last + 1);
    contents(disk).ifPresent(found -> assertThat(right).as(where).contains(found));
    try (JsonBackend reader = SampleStore.open(copy, true, new QueueWorker())) {
      assertThat(right).as(where).contains(SampleStore.contents(reader));
    } catch (Corrupt e) {
      assertNamesPlace(e);
    }
  }

  private static Optional<Map<String, String>> contents(FaultyDisk disk) {
    try (JsonBackend backend = SampleStore.open(disk)) {
      return Optional.of(SampleStore.contents(backend));
    } catch (Corrupt e) {
      assertNamesPlace(e);
      return Optional.empty();
    }
  }

  private static void assertNamesPlace(Corrupt e) {
    if (e.attribute("file").isEmpty() || e.attribute("offset").isEmpty()) {
      fail("No place is named", e);
    }
  }

  private static List<?> verify(FaultyDisk disk) {
    return new JsonMaintenance(disk).verify(SampleStore.DIRECTORY, ProgressListener.NONE).damages();
  }

  private static boolean isLog(Path file) {
    return file.toString().endsWith(".jsonl");
  }

  private static boolean isLast(FaultyDisk disk, Path file) {
    return last(disk).equals(file);
  }

  private static Path last(FaultyDisk disk) {
    List<Path> segments = SampleStore.segments(disk);
    return segments.get(segments.size() - 1);
  }

  private static int lastLine(byte[] content) {
    int at = content.length - 1;
    while (content[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  /** How many lines begin in or behind a cut, or are cut. */
  private static int linesFrom(byte[] content, int cut) {
    int lines = 0;
    for (int i = cut; i < content.length; i++) {
      lines += content[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static byte[] concatenated(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
