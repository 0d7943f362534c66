package io.holdall.examples;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;

/** Writes only if nobody else has: creates once, and changes what was really read. */
final class E02Conditions {
  private E02Conditions() {}

  public static void main(String[] args) {
    try (Storage storage = Storage.inMemory()) {
      Key seat = Key.of("flights", "HA 136", "seats", "14C");

      storage.put(seat, Value.json("\"Ana\""), Condition.absent());
      try {
        storage.put(seat, Value.json("\"Ben\""), Condition.absent());
      } catch (Conflict e) {
        System.out.println("Ben is late, the seat is taken: " + e.keys());
      }

      // Every write gives a version. Who names it in a condition knows what is being replaced.
      Version asRead = storage.get(seat).orElseThrow().version();
      storage.put(seat, Value.json("\"Ana Lima\""), Condition.version(asRead));
      try {
        storage.delete(seat, Condition.version(asRead));
      } catch (Conflict e) {
        System.out.println("The seat has changed since it was read, nothing was deleted");
      }
      System.out.println("14C: " + storage.get(seat).orElseThrow().value().text());
    }
  }
}
