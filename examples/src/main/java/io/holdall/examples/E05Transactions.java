package io.holdall.examples;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Transaction;
import io.holdall.storage.Value;
import java.util.stream.IntStream;

/** Moves money between accounts from many threads at once; none is lost and none is made. */
final class E05Transactions {
  private E05Transactions() {}

  public static void main(String[] args) {
    try (Storage storage = Storage.inMemory()) {
      Key accounts = Key.of("accounts");
      IntStream.range(0, 4).forEach(i -> storage.put(accounts.child(i), Value.json("100")));

      IntStream.range(0, 400)
          .parallel()
          .forEach(i -> transfer(storage, accounts.child(i % 4), accounts.child((i / 4) % 4)));

      // A transaction that reads the whole range sees the accounts at one moment.
      int total =
          storage.transact(
              tx -> tx.under(accounts).values().stream().mapToInt(E05Transactions::amount).sum());
      System.out.println("after 400 transfers in parallel: " + total + " of 400");
    }
  }

  /** The body runs again until nothing that it has read is changed when it commits. */
  private static void transfer(Storage storage, Key from, Key to) {
    storage.transact(
        tx -> {
          if (!from.equals(to) && amount(tx, from) > 0) {
            tx.put(from, Value.json(Integer.toString(amount(tx, from) - 1)));
            tx.put(to, Value.json(Integer.toString(amount(tx, to) + 1)));
          }
          return to;
        });
  }

  private static int amount(Transaction tx, Key account) {
    return amount(tx.get(account).orElseThrow());
  }

  private static int amount(Value value) {
    return Integer.parseInt(value.text());
  }
}
