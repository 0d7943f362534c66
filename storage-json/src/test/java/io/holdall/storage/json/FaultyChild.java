package io.holdall.storage.json;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.Value;
import java.nio.file.Path;

/** Commits one entry after the other, and says of each how it went; see {@link RealFaultsTest}. */
public final class FaultyChild {
  private FaultyChild() {}

  /**
   * Runs.
   *
   * @param arguments the directory of the store and the number of commits
   */
  public static void main(String[] arguments) {
    StringBuilder outcomes = new StringBuilder();
    try (Storage storage = Storage.of(JsonBackend.open(Path.of(arguments[0])))) {
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        Key key = Key.of("k").child(i);
        try {
          storage.put(key, Value.json(Integer.toString(i)));
          outcomes.append(i).append(" Written\n");
        } catch (StorageException e) {
          outcomes.append(i).append(' ').append(e.getClass().getSimpleName()).append('\n');
        }
        if (outcomes.indexOf(i + " Written") >= 0 != storage.get(key).isPresent()) {
          outcomes.append(i).append(" WronglyRead\n");
        }
      }
    }
    System.out.print(outcomes);
  }
}
