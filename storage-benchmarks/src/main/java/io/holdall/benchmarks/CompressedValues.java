package io.holdall.benchmarks;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.compression.Compression;
import io.holdall.storage.memory.MemoryBackend;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What compression costs a read and a write of a chat message, over memory, so that it stands
 * alone; {@link #main} prints how much smaller the messages become.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CompressedValues {
  private static final Key MESSAGES = Key.of("conversations");
  private static final int COUNT = 2_000;

  private static final String[] WORDS =
      ("the a to of and in is that for it with as on be at this by from or an are was not have"
              + " store value entry message please could you explain why error line code function"
              + " result list file test build change between before after every first second")
          .split(" ", -1);

  /** Without compression, with it, with a dictionary. */
  public enum Kind {
    /** The backend alone. */
    NONE,
    /** Each value for itself. */
    ZSTD,
    /** With a dictionary trained on other messages. */
    DICTIONARY
  }

  /** How values are stored. */
  @Param public Kind kind;

  /** About how many characters of text a message has. */
  @Param({"200", "2000"})
  public int characters;

  private final List<Value> values = new ArrayList<>();
  private MemoryBackend backend;
  private Storage storage;

  /** Fills the store; the dictionary is trained on messages that are not measured. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    backend = new MemoryBackend();
    storage =
        kind == Kind.NONE
            ? Storage.of(backend)
            : Storage.builder(backend).with(Compression.defaults()).open();
    if (kind == Kind.DICTIONARY) {
      for (int i = 0; i < COUNT; i++) {
        storage.put(MESSAGES.child(i), message(random));
      }
      Compression.train(storage, Scan.under(MESSAGES));
    }
    for (int i = 0; i < COUNT; i++) {
      Value value = message(random);
      values.add(value);
      storage.put(MESSAGES.child(i), value);
    }
  }

  /** One message by its key. */
  @Benchmark
  public Optional<Entry> read() {
    return storage.get(MESSAGES.child(ThreadLocalRandom.current().nextInt(COUNT)));
  }

  /** One message in the place of another. */
  @Benchmark
  public Version write() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return storage.put(MESSAGES.child(random.nextInt(COUNT)), values.get(random.nextInt(COUNT)));
  }

  /** Prints the ratio of bytes stored to bytes given for each kind, as a table in Markdown. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    out.println("| text of a message | compression | bytes a value | ratio |");
    out.println("|---:|---|---:|---:|");
    for (int characters : new int[] {200, 2_000, 20_000}) {
      for (Kind kind : Kind.values()) {
        CompressedValues run = new CompressedValues();
        run.kind = kind;
        run.characters = characters;
        run.fill();
        double given = run.values.stream().mapToLong(Value::length).sum();
        double stored =
            Storage.of(run.backend).stream(Scan.under(MESSAGES))
                .mapToLong(entry -> entry.value().length())
                .sum();
        out.printf(
            Locale.ROOT,
            "| %,d | %s | %,.0f | %.2f |%n",
            characters,
            kind.name().toLowerCase(Locale.ROOT),
            stored / COUNT,
            stored / given);
      }
    }
  }

  private Value message(Random random) {
    StringBuilder text = new StringBuilder(characters + 16);
    while (text.length() < characters) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return Value.json(
        "{\"message\":{\"role\":\"%s\",\"content\":\"%s\"},\"time\":\"2026-01-01T00:%02d:%02d.%06dZ\"}"
            .formatted(
                random.nextBoolean() ? "user" : "assistant",
                text,
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000_000)));
  }
}
