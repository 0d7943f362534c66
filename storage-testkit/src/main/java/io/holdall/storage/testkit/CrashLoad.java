package io.holdall.storage.testkit;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageView;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.io.PrintStream;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Commits that can be checked after a crash. Each writer commits step 0, 1, 2 and so on, and goes
 * on where it finds the store. A step overwrites three entries, inserts one and deletes one, all in
 * one batch; so the step of the first entry tells exactly what the others must be.
 *
 * <p>Where only one entry can be changed at a time, a step overwrites one entry.
 */
final class CrashLoad {
  /** How many inserted entries a writer leaves before it deletes the oldest. */
  private static final int KEPT = 5;

  private final Storage storage;
  private final PrintStream out;

  CrashLoad(Storage storage, PrintStream out) {
    this.storage = storage;
    this.out = out;
  }

  /** Starts the writers; each acknowledges a step by a line when its commit has returned. */
  void start(int writers) {
    for (int i = 0; i < writers; i++) {
      int writer = i;
      Thread thread = new Thread(() -> write(writer), "writer " + writer);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void write(int writer) {
    try {
      Capabilities capabilities = storage.capabilities();
      for (int step = stepIn(storage, writer) + 1; ; step++) {
        CommitResult result = storage.commit(batch(capabilities, writer, step));
        out.println(
            new Acknowledgement(writer, step, result.version(marked(writer)).text()).line());
      }
    } catch (RuntimeException | Error e) {
      out.println("failed " + e);
    }
  }

  /** The batch of a step. */
  static WriteBatch batch(Capabilities capabilities, int writer, int step) {
    WriteBatch.Builder batch = WriteBatch.builder().put(marked(writer), content(writer, step, 0));
    if (capabilities.atomicity() == Atomicity.STORE) {
      batch.put(key(writer, "second"), content(writer, step, 1));
      batch.put(
          log(writer, step),
          content(writer, step, 2),
          capabilities.conditions() ? Condition.absent() : Condition.any());
      if (step >= KEPT) {
        batch.delete(log(writer, step - KEPT));
      }
      batch.put(key(writer, "third"), content(writer, step, 3));
    }
    return batch.build();
  }

  /** What a writer's entries must be when this step was its last; -1 for none. */
  static Map<Key, Value> expected(Capabilities capabilities, int writer, int step) {
    Map<Key, Value> values = new TreeMap<>();
    if (step < 0) {
      return values;
    }
    values.put(marked(writer), content(writer, step, 0));
    if (capabilities.atomicity() == Atomicity.STORE) {
      values.put(key(writer, "second"), content(writer, step, 1));
      values.put(key(writer, "third"), content(writer, step, 3));
      for (int i = Math.max(0, step - KEPT + 1); i <= step; i++) {
        values.put(log(writer, i), content(writer, i, 2));
      }
    }
    return values;
  }

  /** The last step of a writer, by the entry that tells; -1 if there is none. */
  static int stepIn(StorageView view, int writer) {
    return view.get(marked(writer)).map(CrashLoad::step).orElse(-1);
  }

  /** The entry that tells the step. */
  static Key marked(int writer) {
    return key(writer, "first");
  }

  private static int step(Entry entry) {
    String text = entry.value().text();
    return Integer.parseInt(text.substring(1, text.indexOf(' ')));
  }

  private static Key log(int writer, int step) {
    return key(writer, "log").child(step);
  }

  private static Key key(int writer, String name) {
    return Key.of("crash", "writer" + writer, name);
  }

  /** Begins with the step; long enough now and then to fill more than one page or block. */
  private static Value content(int writer, int step, int part) {
    Random random = new Random(((long) writer << 40) + ((long) part << 32) + step);
    int length = random.nextInt(30) == 0 ? 20_000 : random.nextInt(200);
    StringBuilder text = new StringBuilder(length + 40);
    text.append('"')
        .append(step)
        .append(" by ")
        .append(writer)
        .append(" in ")
        .append(part)
        .append(' ');
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return Value.json(text.append('"').toString());
  }

  /**
   * A step whose commit has returned.
   *
   * @param version the version that the entry which tells the step got
   */
  record Acknowledgement(int writer, int step, String version) {
    private static final String START = "acknowledged ";

    String line() {
      return START + writer + ' ' + step + ' ' + version + " .";
    }

    static Acknowledgement parse(String line) {
      String[] words = line.split(" ", -1);
      if (!line.startsWith(START) || words.length != 5 || !words[4].equals(".")) {
        throw new AssertionError("The writing process says: " + line);
      }
      return new Acknowledgement(Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3]);
    }
  }
}
