package io.holdall.storage.sqlite;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.Value;
import java.nio.file.Path;

/** A program for {@link FailedSyncTest}: writes twelve entries and says how each fared. */
final class TwelvePuts {
  static final int PUTS = 12;

  private TwelvePuts() {}

  public static void main(String[] arguments) {
    try (Storage storage = Storage.of(SqliteBackend.open(Path.of(arguments[0])))) {
      for (int i = 0; i < PUTS; i++) {
        System.out.println(put(storage, i));
      }
    }
  }

  private static String put(Storage storage, int number) {
    try {
      storage.put(key(number), value(number));
      return "ok";
    } catch (StorageException e) {
      return e.getClass().getSimpleName();
    }
  }

  static Key key(int number) {
    return Key.of("puts").child(number);
  }

  static Value value(int number) {
    return Value.json("{\"number\":" + number + "}");
  }
}
