package io.holdall.storage.testkit;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program that another process runs. Its input is a {@link ChildStore#line()} and then a
 * command a line, each answered by one line, {@code ok} unless it says otherwise:
 *
 * <ul>
 *   <li>{@code open} and {@code open-read-only}; a failure is answered by its kind, reason and
 *       holder;
 *   <li>{@code put KEY TEXT}, {@code get KEY} (answered by the text, or {@code absent});
 *   <li>{@code increment KEY TIMES};
 *   <li>{@code write WRITERS}: commits until it is killed, see {@link CrashLoad};
 *   <li>{@code close}.
 * </ul>
 *
 * <p>It ends when its input ends, so it does not outlive the test.
 */
final class ChildMain {
  private final ChildStore store;
  private final PrintStream out;
  private Runnable afterAnswer = () -> {};
  private @Nullable Storage storage;

  private ChildMain(ChildStore store, PrintStream out) {
    this.store = store;
    this.out = out;
  }

  /** Runs until the input ends. */
  public static void main(String[] arguments) {
    try {
      answerAll();
    } catch (Exception | Error e) {
      e.printStackTrace(System.err); // the parent shows it
    } finally {
      Runtime.getRuntime().halt(0); // whatever threads the store has
    }
  }

  private static void answerAll() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      ChildMain child = new ChildMain(ChildStore.parse(in.readLine()), out);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(child.answer(line.split(" ", 3)));
        child.goOn();
      }
    }
  }

  private void goOn() {
    Runnable next = afterAnswer;
    afterAnswer = () -> {};
    next.run();
  }

  private String answer(String[] command) throws Exception {
    try {
      return switch (command[0]) {
        case "open" -> open(store.settings());
        case "open-read-only" -> {
          Map<String, String> settings = new HashMap<>(store.settings());
          settings.put("read-only", "true");
          yield open(settings);
        }
        case "put" -> {
          storage().put(Key.parse(command[1]), Value.json(command[2]));
          yield "ok";
        }
        case "get" ->
            storage().get(Key.parse(command[1])).map(e -> e.value().text()).orElse("absent");
        case "increment" -> increment(Key.parse(command[1]), Integer.parseInt(command[2]));
        case "write" -> {
          CrashLoad load = new CrashLoad(storage(), out);
          int writers = Integer.parseInt(command[1]);
          // Only then, or a commit might be acknowledged before this command is answered.
          afterAnswer = () -> load.start(writers);
          yield "ok";
        }
        case "close" -> {
          storage().close();
          yield "ok";
        }
        default -> "unknown command";
      };
    } catch (StorageException e) {
      return "%s reason=%s holder=%s"
          .formatted(
              e.getClass().getSimpleName(),
              e.attribute("reason").orElse(""),
              e.attribute("holder").orElse(""));
    }
  }

  private String open(Map<String, String> settings) throws ReflectiveOperationException {
    storage = Storage.of(store.describe().open(settings));
    return "ok";
  }

  private String increment(Key key, int times) {
    for (int i = 0; i < times; i++) {
      increment(storage(), key);
    }
    return "ok";
  }

  /** Adds one to the number stored there, however many others do the same. */
  static void increment(Storage storage, Key key) {
    while (true) {
      Entry before = storage.get(key).orElseThrow();
      Value more = Value.json(Integer.toString(Integer.parseInt(before.value().text()) + 1));
      try {
        storage.put(key, more, Condition.version(before.version()));
        return;
      } catch (Conflict anotherWasFaster) {
        Thread.onSpinWait();
      }
    }
  }

  private Storage storage() {
    if (storage == null) {
      throw new StorageException.InvalidArgument("The store was not opened");
    }
    return storage;
  }
}
