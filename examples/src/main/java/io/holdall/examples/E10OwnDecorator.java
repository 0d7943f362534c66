package io.holdall.examples;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.memory.MemoryBackend;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Puts a decorator of one's own around a backend: {@link AuditTrail}, which implements the eight
 * methods of the SPI. That it keeps the contract is one class of tests, {@code AuditTrailTest}.
 */
final class E10OwnDecorator {
  private E10OwnDecorator() {}

  public static void main(String[] args) {
    List<List<Key>> trail = new CopyOnWriteArrayList<>();
    try (Storage storage =
        Storage.builder(new MemoryBackend())
            .with(backend -> new AuditTrail(backend, trail::add))
            .open()) {
      Key door = Key.of("doors", "north");
      storage.put(door, Value.json("\"open\""));
      storage.get(door);
      try {
        storage.put(door, Value.json("\"shut\""), Condition.absent());
      } catch (Conflict e) {
        System.out.println("refused, so not in the trail: " + e.keys());
      }
      storage.delete(door);
    }
    trail.forEach(keys -> System.out.println("committed: " + keys));
  }
}
