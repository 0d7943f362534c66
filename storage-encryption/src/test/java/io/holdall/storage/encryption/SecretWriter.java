package io.holdall.storage.encryption;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.JsonBackend;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.util.List;

/**
 * The program that another process runs: writes secrets, replaces and deletes some, and dies
 * without closing the store.
 */
final class SecretWriter {
  /** Stands in every value. */
  static final String IN_VALUE = "SecretOfTheValue";

  /** Stands in every name that is to be encrypted. */
  static final String IN_NAME = "SecretOfTheName";

  private SecretWriter() {}

  /** Backend, file, and what is encrypted: nothing, values, or names. */
  public static void main(String[] arguments) {
    Storage storage = open(arguments[0], Path.of(arguments[1]), arguments[2]);
    write(storage);
    Runtime.getRuntime().halt(0);
  }

  static Storage open(String backend, Path path, String encrypted) {
    StorageBackend store = backend(backend, path);
    Encryption encryption = Encryption.of(TestKeys.keys());
    Storage.Builder builder = Storage.builder(store);
    List<Decorator> decorators =
        switch (encrypted) {
          case "values" -> List.of(encryption);
          case "names" -> List.of(encryption.encryptingNames());
          default -> List.of();
        };
    decorators.forEach(builder::with);
    return builder.open();
  }

  private static StorageBackend backend(String backend, Path path) {
    // Small segments and little patience with garbage, so that the store compacts itself.
    return backend.equals("json")
        ? JsonBackend.builder(path).segmentBytes(20_000).garbagePercent(20).open()
        : SqliteBackend.open(path);
  }

  private static void write(Storage storage) {
    for (int round = 0; round < 4; round++) {
      WriteBatch.Builder batch = WriteBatch.builder();
      for (int i = 0; i < 200; i++) {
        batch.put(key(i), value(i, round));
      }
      storage.commit(batch.build());
      for (int i = round; i < 200; i += 5) {
        storage.delete(key(i));
      }
    }
    for (int i = 0; i < 20; i++) {
      storage.put(key(i), value(i, 99));
    }
    if (storage.count(Scan.under(Key.of("people"))) < 20) {
      throw new IllegalStateException("What was written is not there");
    }
  }

  static Key key(int i) {
    return Key.of("people", IN_NAME + i, "visits").child(i);
  }

  private static Value value(int i, int round) {
    String text = "{\"" + IN_VALUE + "\":\"" + (IN_VALUE + round).repeat(1 + i % 40) + "\"}";
    return i % 2 == 0 ? Value.json(text) : Value.binary(Value.json(text).bytes());
  }
}
