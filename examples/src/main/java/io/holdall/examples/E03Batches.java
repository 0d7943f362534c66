package io.holdall.examples;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;

/** Changes several entries together or not at all. */
final class E03Batches {
  private E03Batches() {}

  public static void main(String[] args) {
    try (Storage storage = Storage.inMemory()) {
      Key order = Key.of("orders", "1001");
      Key stock = Key.of("stock", "lamp");
      storage.put(stock, Value.json("3"));

      CommitResult first = storage.commit(sale(storage, order, stock, 2));
      System.out.println(
          "written together: " + first.versions().keySet().stream().sorted().toList());

      // The same order again: its condition fails, so the stock stays as it is, too.
      try {
        storage.commit(sale(storage, order, stock, 1));
      } catch (Conflict e) {
        System.out.println("not written: " + e.keys() + " is there already");
      }
      System.out.println("lamps left: " + storage.get(stock).orElseThrow().value().text());
    }
  }

  private static WriteBatch sale(Storage storage, Key order, Key stock, int left) {
    return WriteBatch.builder()
        .put(order, Value.json("{\"item\": \"lamp\"}"), Condition.absent())
        .put(
            stock,
            Value.json(Integer.toString(left)),
            Condition.version(storage.get(stock).orElseThrow().version()))
        .build();
  }
}
