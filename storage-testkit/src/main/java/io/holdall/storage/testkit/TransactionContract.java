package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Transaction;
import io.holdall.storage.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Transactions: what was read still holds when the writes are committed, or the body runs again.
 */
interface TransactionContract {
  @Test
  @Case(27)
  default void aTransactionSeesItsOwnWrites(StoreUnderTest store) {
    needTransactions(store);
    Key changed = Key.of("changed");
    Key deleted = Key.of("deleted");
    store.putAll(Map.of(changed, number(1), deleted, number(1)));
    store
        .storage()
        .transact(
            tx -> {
              tx.put(changed, number(2));
              tx.delete(deleted);
              Contents.showing(assertThat(tx.get(changed))).contains(number(2));
              Contents.showing(assertThat(tx.get(deleted))).isEmpty();
              Contents.assertValue(store.storage(), changed, number(1));
              return true;
            });
    Contents.assertHolds(store.storage(), Map.of(changed, number(2)));
  }

  @Test
  @Case(31)
  default void aBodyThatFailsWritesNothing(StoreUnderTest store) {
    needTransactions(store);
    IllegalStateException failure = new IllegalStateException("the body's own");
    assertThatThrownBy(
            () ->
                store
                    .storage()
                    .transact(
                        tx -> {
                          tx.put(Key.of("never"), number(1));
                          throw failure;
                        }))
        .isSameAs(failure);
    Contents.assertHolds(store.storage(), Map.of());
  }

  @Test
  @Case(27)
  default void aTransactionRunsAgainWhenWhatItReadHasChanged(StoreUnderTest store) {
    needTransactions(store);
    Key read = Key.of("read");
    Key written = Key.of("written");
    store.putAll(Map.of(read, number(1), written, number(1)));
    List<Consumer<Storage>> changes =
        List.of(
            storage -> storage.put(read, number(10)),
            storage -> storage.put(read, number(10)),
            storage -> storage.delete(read),
            storage -> storage.put(read, number(20)));
    for (int i = 0; i < changes.size(); i++) {
      Consumer<Storage> change = changes.get(i);
      assertRunsTwice(
          store,
          change,
          tx -> tx.put(written, number(tx.get(read).map(TransactionContract::number).orElse(-1))));
    }
    Contents.assertHolds(store.storage(), Map.of(read, number(20), written, number(20)));
  }

  @Test
  @Case(27)
  default void aTransactionRunsAgainWhenItsRangeHasChanged(StoreUnderTest store) {
    needTransactions(store);
    store.needRangeChecks();
    Key range = Key.of("range");
    Key count = Key.of("count");
    store.putAll(Samples.numbered("range", 3));
    List<Consumer<Storage>> changes =
        List.of(
            storage -> storage.put(range.child(7), number(7)),
            storage -> storage.delete(range.child(0)),
            storage -> storage.put(range.child(1), number(1)));
    for (Consumer<Storage> change : changes) {
      assertRunsTwice(store, change, tx -> tx.put(count, number(tx.under(range).size())));
    }
    Contents.assertValue(store.storage(), count, number(3));
  }

  @Test
  @Case(27)
  default void aTransactionIsNotDisturbedByWhatItDidNotRead(StoreUnderTest store) {
    needTransactions(store);
    AtomicInteger runs = new AtomicInteger();
    store
        .storage()
        .transact(
            tx -> {
              runs.incrementAndGet();
              tx.get(Key.of("read"));
              store.storage().put(Key.of("elsewhere"), number(1));
              tx.put(Key.of("written"), number(1));
              return true;
            });
    assertThat(runs).as("runs of the body").hasValue(1);
  }

  @Test
  @Case(25)
  default void racingTransfersKeepTheSum(StoreUnderTest store) throws Exception {
    needTransactions(store);
    Storage storage = store.storage();
    Key accounts = Key.of("accounts");
    int count = 5;
    Map<Key, Value> start = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      start.put(accounts.child(i), number(100));
    }
    store.putAll(start);
    long seed = Seed.next();
    Race.run(
        4,
        thread ->
            () -> {
              Random random = new Random(seed + thread);
              for (int i = 0; i < 25; i++) {
                Key from = accounts.child(random.nextInt(count));
                Key to = accounts.child(random.nextInt(count));
                int amount = random.nextInt(50);
                storage.transact(tx -> transfer(tx, from, to, amount));
                int sum = storage.transact(tx -> sum(tx, accounts, count));
                assertThat(sum).as("sum seen by a transaction, %s", Seed.hint(seed)).isEqualTo(500);
              }
              return null;
            });
    assertThat(storage.<Integer>transact(tx -> sum(tx, accounts, count))).isEqualTo(500);
  }

  @Test
  @Case(25)
  default void racingTransactionsNumberWithoutGaps(StoreUnderTest store) throws Exception {
    needTransactions(store);
    store.needRangeChecks();
    Storage storage = store.storage();
    Key sequence = Key.of("sequence");
    int threads = 4;
    int each = 10;
    Callable<List<Integer>> appender =
        () -> {
          List<Integer> mine = new ArrayList<>();
          for (int i = 0; i < each; i++) {
            mine.add(
                storage.transact(
                    tx -> {
                      int next = tx.under(sequence).size();
                      tx.put(sequence.child(next), number(next));
                      return next;
                    }));
          }
          return mine;
        };
    List<Integer> all =
        Race.run(threads, thread -> appender).stream().flatMap(List::stream).sorted().toList();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < threads * each; i++) {
      expected.add(i);
    }
    assertThat(all).as("numbers given").isEqualTo(expected);
  }

  @Test
  @Case(29)
  default void rangesAreRefusedWhereTheyCannotBeChecked(StoreUnderTest store) {
    needTransactions(store);
    Assumptions.assumeFalse(store.capabilities().rangeChecks(), "the backend checks ranges");
    assertThatThrownBy(
            () ->
                store
                    .storage()
                    .transact(
                        tx -> {
                          tx.put(Key.of("never"), number(1));
                          return tx.range(KeyRange.all()).size();
                        }))
        .isInstanceOf(Unsupported.class);
    Contents.assertHolds(store.storage(), Map.of());
  }

  @Test
  @Case(29)
  default void transactionsAreRefusedWhereTheyWouldNotBeAtomic(StoreUnderTest store) {
    Assumptions.assumeFalse(hasTransactions(store), "the backend has batches and conditions");
    AtomicInteger runs = new AtomicInteger();
    assertThatThrownBy(
            () ->
                store
                    .storage()
                    .transact(
                        tx -> {
                          tx.put(Key.of("never"), number(1));
                          return runs.incrementAndGet();
                        }))
        .isInstanceOf(Unsupported.class);
    assertThat(runs).as("runs of the body").hasValue(0);
    Contents.assertHolds(store.storage(), Map.of());
  }

  private static void assertRunsTwice(
      StoreUnderTest store, Consumer<Storage> change, Consumer<Transaction> body) {
    AtomicInteger runs = new AtomicInteger();
    store
        .storage()
        .transact(
            tx -> {
              body.accept(tx);
              if (runs.incrementAndGet() == 1) {
                change.accept(store.storage());
              }
              return true;
            });
    assertThat(runs).as("runs of a body that read what changed during the first").hasValue(2);
  }

  private static boolean transfer(Transaction tx, Key from, Key to, int amount) {
    int left = number(tx.get(from).orElseThrow()) - amount;
    if (left < 0) {
      return false;
    }
    tx.put(from, number(left));
    tx.put(to, number(number(tx.get(to).orElseThrow()) + amount));
    return true;
  }

  private static int sum(Transaction tx, Key accounts, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += number(tx.get(accounts.child(i)).orElseThrow());
    }
    return sum;
  }

  private static void needTransactions(StoreUnderTest store) {
    store.needBatches();
    store.needConditions();
  }

  private static boolean hasTransactions(StoreUnderTest store) {
    return store.hasBatches() && store.capabilities().conditions();
  }

  private static Value number(int number) {
    return Value.json(Integer.toString(number));
  }

  private static int number(Value value) {
    return Integer.parseInt(value.text());
  }
}
