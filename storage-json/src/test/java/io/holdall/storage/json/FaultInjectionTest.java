package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets every single operation on files fail, the process die at it, and the power go at it, in a
 * history that goes through new segments, compactions, checkpoints and reopenings. Whatever
 * happens, everything acknowledged is there afterwards, and no commit is there by half.
 */
final class FaultInjectionTest {
  private static final Path DIRECTORY = Path.of("stores", "store");
  private static final int COMMITS = 70;

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everythingAcknowledgedSurvivesAFaultAtAnyOperation(Fault fault) {
    int operations = new History(1, Fault.NONE, 0).run();
    assertThat(operations).isGreaterThan(200);
    int rounds = fault == Fault.NONE ? 1 : Boolean.getBoolean("holdall.test.heavy") ? 12 : 1;
    for (int round = 0; round < rounds; round++) {
      for (int operation = 1; operation <= operations; operation++) {
        new History(1 + 1000L * round + operation, fault, operation).run();
      }
    }
  }

  /** One run of the history, with a fault at one operation. */
  private static final class History {
    private final String name;
    private final Random random;
    private final FaultyDisk disk;
    private final Fault fault;
    private final Durability durability;

    private Map<String, String> acknowledged = new TreeMap<>();
    private final List<Map<String, @Nullable String>> uncertain = new ArrayList<>();
    private @Nullable JsonBackend backend;
    private QueueWorker worker = new QueueWorker();
    private int values;

    History(long seed, Fault fault, int operation) {
      name = "%s at operation %d, seed %d".formatted(fault, operation, seed);
      random = new Random(seed);
      disk = new FaultyDisk(seed);
      this.fault = fault;
      boolean process = fault == Fault.KILL && random.nextBoolean();
      durability = process ? Durability.PROCESS : Durability.POWER;
      disk.plan(fault, operation);
    }

    int run() {
      try {
        Snapshot snapshot = null;
        for (int i = 0; i < COMMITS; i++) {
          JsonBackend open = open();
          commit(open);
          if (i % 7 == 3 && snapshot == null && !disk.isDead()) {
            snapshot = open.snapshot();
          } else if (i % 7 == 6 && snapshot != null) {
            snapshot.close();
            snapshot = null;
          }
          if (random.nextInt(3) == 0) {
            worker.run();
          }
          if (disk.isDead()) {
            restart();
            snapshot = null;
          } else if (i % 25 == 24) {
            close();
            snapshot = null;
          }
          if (fault == Fault.DISK_FULL && random.nextInt(4) == 0) {
            disk.repair();
          }
        }
        disk.repair();
        int operations = disk.operations();
        end();
        return operations;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(name, e);
      }
    }

    private JsonBackend open() {
      while (backend == null) {
        try {
          worker = new QueueWorker();
          backend =
              JsonBackend.open(
                  disk,
                  JsonBackend.builder(DIRECTORY)
                      .segmentBytes(1024)
                      .durability(durability)
                      .options(),
                  worker);
          check();
        } catch (Unavailable | LimitExceeded e) {
          if (disk.isDead()) {
            disk.reboot();
          } else if (fault == Fault.DISK_FULL) {
            disk.repair();
          }
        }
      }
      return backend;
    }

    private void commit(JsonBackend open) {
      Map<String, @Nullable String> changes = new TreeMap<>();
      WriteBatch.Builder batch = WriteBatch.builder();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        String key = "k/" + random.nextInt(9);
        if (changes.containsKey(key)) {
          continue;
        }
        if (random.nextInt(4) == 0) {
          batch.delete(Key.parse(key));
          changes.put(key, null);
        } else {
          String value =
              "{\"v\":" + ++values + ",\"x\":\"" + "x".repeat(random.nextInt(60)) + "\"}";
          batch.put(Key.parse(key), Value.json(value));
          changes.put(key, value);
        }
      }
      try {
        open.commit(batch.build());
        apply(acknowledged, changes);
        uncertain.clear();
      } catch (OutcomeUnknown e) {
        uncertain.add(changes);
      } catch (Unavailable | LimitExceeded e) {
        assertThat(fault).isNotEqualTo(Fault.NONE);
        if (disk.isDead()) {
          uncertain.add(changes); // nobody heard the answer
        }
      }
      if (!disk.isDead()) {
        assertThat(contents(open)).isEqualTo(acknowledged);
      }
    }

    private void restart() {
      backend = null;
      disk.reboot();
      open();
    }

    private void close() {
      if (backend != null) {
        backend.close();
      }
      backend = null;
      if (disk.isDead()) {
        disk.reboot();
      }
    }

    private void end() {
      if (durability == Durability.POWER && random.nextBoolean()) {
        disk.cutPower();
        restart();
      } else {
        close();
        open();
      }
      JsonBackend open = open();
      commit(open);
      worker.run();
      close();
      assertThat(new JsonMaintenance(disk).verify(DIRECTORY, ProgressListener.NONE).damages())
          .isEmpty();
      open();
      close();
    }

    /** What is there must be what was acknowledged, with or without what nobody knows of. */
    private void check() {
      Map<String, String> found = contents(open());
      List<Map<String, String>> possible = new ArrayList<>();
      possible.add(acknowledged);
      for (Map<String, @Nullable String> changes : uncertain) {
        for (Map<String, String> before : List.copyOf(possible)) {
          Map<String, String> after = new TreeMap<>(before);
          apply(after, changes);
          possible.add(after);
        }
      }
      assertThat(possible).contains(found);
      acknowledged = found;
      uncertain.clear();
    }

    private static void apply(Map<String, String> state, Map<String, @Nullable String> changes) {
      changes.forEach(
          (key, value) -> {
            if (value == null) {
              state.remove(key);
            } else {
              state.put(key, value);
            }
          });
    }

    private static Map<String, String> contents(JsonBackend open) {
      Map<String, String> contents = new TreeMap<>();
      for (Entry entry : open.scan(Scan.all()).entries()) {
        contents.put(entry.key().encoded(), entry.value().text());
      }
      return contents;
    }
  }
}
