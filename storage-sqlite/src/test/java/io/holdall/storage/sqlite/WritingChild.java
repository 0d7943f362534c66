package io.holdall.storage.sqlite;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.nio.file.Path;
import java.time.Duration;

/** A program that writes to the database its argument names, if it need not wait. */
final class WritingChild {
  private WritingChild() {}

  public static void main(String[] arguments) {
    SqliteBackend.Builder database =
        SqliteBackend.builder(Path.of(arguments[0])).busyTimeout(Duration.ZERO);
    try (Storage storage = Storage.of(database.open())) {
      storage.put(Key.of("late"), Value.json("1"));
      System.out.print("written");
    } catch (Unavailable e) {
      System.out.print(e.attribute("reason").orElse("unavailable"));
    }
  }
}
