package io.holdall.storage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes killed while they write, compact and open. {@code -Dholdall.test.heavy=true} makes it a
 * hundred kills for each durability.
 */
final class KillTest {
  private static final int KILLS = Boolean.getBoolean("holdall.test.heavy") ? 100 : 10;
  private static final int LONGEST_MILLIS = 400;

  /** A write that hangs on the lock of a process that is gone does so for a minute. */
  private static final long LONGEST_OPENING_SECONDS = 30;

  private final long seed = new Random().nextLong();
  private final long[] acknowledged = new long[KillWriter.THREADS];

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"PROCESS", "POWER"})
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void nothingAcknowledgedIsLostAndNothingIsHalf(String durability) throws Exception {
    Path store = directory.resolve("store");
    Random random = new Random(seed);
    OtherJvm next = child(store, durability);
    for (int kill = 1; kill <= KILLS; kill++) {
      try (OtherJvm writer = next) {
        assertThat(writer.line()).isEqualTo("open");
        writer.go();
        note(writer.line());
        // Not to wait for anything: any moment may be its last.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_MILLIS)));
        writer.kill().forEach(this::note);
      }
      if (kill % 3
          == 0) { // some stores are opened by the next writer only, or by one that is killed
        try (OtherJvm opener = child(store, durability)) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(3_000)));
          opener.kill();
        }
      }
      String when = "after kill %d of %d (seed %d)".formatted(kill, KILLS, seed);
      long start = System.nanoTime();
      try (Storage storage = Storage.of(KillWriter.builder(store, durability).open())) {
        check(storage, when);
        storage.put(KillWriter.lastKey(99), Value.json("0"));
      }
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
          .as("seconds to open, write and close %s", when)
          .isLessThan(LONGEST_OPENING_SECONDS);
      next = child(store, durability);
    }
    next.close();
    assertThat(Arrays.stream(acknowledged).min().orElseThrow()).isGreaterThan(KILLS);
  }

  private OtherJvm child(Path store, String durability) throws Exception {
    return OtherJvm.withFlags(directory.resolve("errors.txt"), KillWriter.class, store, durability);
  }

  private void note(String line) {
    if (line.matches("\\d \\d+")) {
      int thread = line.charAt(0) - '0';
      acknowledged[thread] = Math.max(acknowledged[thread], Long.parseLong(line.substring(2)));
    } else {
      assertThat(line).as("a line cut off by the kill").matches("\\d? ?|ended: ");
    }
  }

  private void check(Storage storage, String when) {
    for (int thread = 0; thread < KillWriter.THREADS; thread++) {
      long last = KillWriter.last(storage, thread);
      assertThat(last)
          .as("last batch of thread %d %s", thread, when)
          .isGreaterThanOrEqualTo(acknowledged[thread]);
      List<Long> numbers = KillWriter.numbers(last);
      assertThat(storage.count(Scan.under(KillWriter.key(thread, 0).parent().orElseThrow())))
          .as("batches of thread %d %s", thread, when)
          .isEqualTo(numbers.size());
      for (long number : numbers) {
        assertThat(storage.get(KillWriter.key(thread, number)).orElseThrow().value())
            .as("batch %d of thread %d %s", number, thread, when)
            .isEqualTo(KillWriter.value(thread, number));
      }
    }
  }
}
