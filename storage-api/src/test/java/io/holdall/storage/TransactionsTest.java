package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Transactions are serialisable, for keys and for ranges, and write all or nothing. */
class TransactionsTest {
  private static final Key A = Key.of("t", "a");
  private static final Key B = Key.of("t", "b");
  private static final Key T = Key.of("t");
  private static final Key SUM = Key.of("sum");

  private final MemoryBackend memory = new MemoryBackend();
  private final ScriptedBackend backend = new ScriptedBackend(memory);
  private final Storage storage = Storage.of(backend);

  @Test
  void incrementsOfManyThreadsAddUp() throws Exception {
    int threads = 8;
    int each = 100;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Boolean>> jobs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        jobs.add(
            () -> {
              for (int n = 0; n < each; n++) {
                increment(storage, A);
              }
              return true;
            });
      }
      for (Future<Boolean> job : pool.invokeAll(jobs, 60, TimeUnit.SECONDS)) {
        assertThat(job.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(number(A)).isEqualTo(threads * each);
  }

  @Test
  void writeSkewIsRefused() {
    storage.put(A, Value.json("1"));
    storage.put(B, Value.json("1"));
    AtomicInteger runs = new AtomicInteger();

    // Each may take one away as long as both together keep one; both at once must not succeed.
    storage.transact(
        tx -> {
          int both = read(tx, A) + read(tx, B);
          if (runs.incrementAndGet() == 1) {
            takeOneOf(B);
          }
          if (both > 1) {
            tx.put(A, Value.json("0"));
          }
          return both;
        });

    assertThat(runs).hasValue(2);
    assertThat(number(A) + number(B)).isEqualTo(1);
  }

  @Test
  void entryThatAppearsInARangeThatWasReadIsNoticed() {
    storage.put(A, Value.json("1"));
    AtomicInteger runs = new AtomicInteger();

    int sum =
        storage.transact(
            tx -> {
              int total = tx.under(T).values().stream().mapToInt(v -> toInt(v)).sum();
              if (runs.incrementAndGet() == 1) {
                storage.put(B, Value.json("5"));
              }
              tx.put(SUM, Value.json(Integer.toString(total)));
              return total;
            });

    assertThat(runs).hasValue(2);
    assertThat(sum).isEqualTo(6);
    assertThat(number(SUM)).isEqualTo(6);
  }

  @Test
  void entryThatVanishesFromARangeThatWasReadIsNoticed() {
    storage.put(A, Value.json("1"));
    storage.put(B, Value.json("5"));
    AtomicInteger runs = new AtomicInteger();

    int sum =
        storage.transact(
            tx -> {
              int total =
                  tx.range(KeyRange.under(T)).values().stream().mapToInt(v -> toInt(v)).sum();
              if (runs.incrementAndGet() == 1) {
                storage.delete(A);
              }
              tx.put(SUM, Value.json(Integer.toString(total)));
              return total;
            });

    assertThat(runs).hasValue(2);
    assertThat(sum).isEqualTo(5);
  }

  @Test
  void keyThatWasReadAsAbsentAndIsCreatedIsNoticed() {
    AtomicInteger runs = new AtomicInteger();

    boolean created =
        storage.transact(
            tx -> {
              boolean absent = tx.get(A).isEmpty();
              if (runs.incrementAndGet() == 1) {
                storage.put(A, Value.json("1"));
              }
              if (absent) {
                tx.put(B, Value.json("1"));
              }
              return absent;
            });

    assertThat(created).isFalse();
    assertThat(storage.get(B)).isEmpty();
  }

  @Test
  void readersAreSerialisableToo() {
    storage.put(A, Value.json("1"));
    storage.put(B, Value.json("1"));
    AtomicInteger runs = new AtomicInteger();

    int sum =
        storage.transact(
            tx -> {
              int a = read(tx, A);
              if (runs.incrementAndGet() == 1) {
                storage.commit(
                    WriteBatch.builder().put(A, Value.json("2")).put(B, Value.json("0")).build());
              }
              return a + read(tx, B);
            });

    assertThat(sum).isEqualTo(2);
    assertThat(runs).hasValue(2);
  }

  @Test
  void transactionSeesItsOwnWrites() {
    storage.put(A, Value.json("1"));
    storage.put(B, Value.json("2"));

    storage.transact(
        tx -> {
          tx.put(T.child("c"), Value.json("3"));
          tx.delete(A);
          tx.put(B, Value.json("4"));
          assertThat(tx.get(A)).isEmpty();
          assertThat(tx.get(B)).contains(Value.json("4"));
          assertThat(tx.under(T))
              .containsExactly(
                  Map.entry(B, Value.json("4")), Map.entry(T.child("c"), Value.json("3")));
          tx.put(A, Value.json("5"));
          return true;
        });

    assertThat(number(A)).isEqualTo(5);
    assertThat(number(B)).isEqualTo(4);
    assertThat(storage.count(Scan.under(T))).isEqualTo(3);
  }

  @Test
  void writesAndReadsAreOneBatchWithTheirConditions() {
    Version version = storage.put(A, Value.json("1"));
    backend.commits().clear();

    storage.transact(
        tx -> {
          assertThat(tx.get(A)).isPresent();
          assertThat(tx.get(A)).isPresent();
          assertThat(tx.get(B)).isEmpty();
          tx.put(B, Value.json("1"));
          tx.put(SUM, Value.json("1"));
          return true;
        });

    assertThat(backend.commits()).hasSize(1);
    assertThat(backend.commits().get(0).operations())
        .containsExactlyInAnyOrder(
            new Check(A, Condition.version(version)),
            new Put(B, Value.json("1"), Condition.absent()),
            new Put(SUM, Value.json("1"), Condition.any()));
  }

  @Test
  void checksOfATransactionAreNoWrites() {
    storage.put(A, Value.json("1"));
    backend.commits().clear();

    assertThat(storage.<Integer>transact(tx -> read(tx, A))).isEqualTo(1);

    assertThat(backend.commits()).hasSize(1);
    List<Operation> operations = backend.commits().get(0).operations();
    assertThat(operations).hasSize(1).allMatch(operation -> operation instanceof Check);
  }

  private void takeOneOf(Key key) {
    storage.transact(
        tx -> {
          if (read(tx, A) + read(tx, B) > 1) {
            tx.put(key, Value.json("0"));
          }
          return true;
        });
  }

  static void increment(Storage storage, Key key) {
    storage.transact(
        tx -> {
          tx.put(key, Value.json(Integer.toString(read(tx, key) + 1)));
          return true;
        });
  }

  private static int read(Transaction tx, Key key) {
    return tx.get(key).map(TransactionsTest::toInt).orElse(0);
  }

  private int number(Key key) {
    return storage.get(key).map(entry -> toInt(entry.value())).orElse(0);
  }

  private static int toInt(Value value) {
    return Integer.parseInt(value.text());
  }
}
