package io.holdall.storage.chronicle;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The process that {@link KillTest} kills: three threads write numbered batches and say which are
 * committed. Files of the log are small, so that kills meet compactions and new files, too.
 */
final class KillWriter {
  static final int THREADS = 3;

  /** So many of a thread's batches are kept. */
  static final int KEPT = 20;

  private KillWriter() {}

  public static void main(String[] args) throws IOException {
    Storage storage = Storage.of(builder(Path.of(args[0]), args[1]).open());
    System.out.println("open");
    if (System.in.read() < 0) {
      return;
    }
    IntStream.range(0, THREADS).forEach(thread -> new Thread(() -> write(storage, thread)).start());
  }

  static ChronicleBackend.Builder builder(Path directory, String durability) {
    return ChronicleBackend.builder(directory)
        .durability(Durability.valueOf(durability))
        .entries(1_000)
        .averageKeyBytes(30)
        .averageValueBytes(4_000)
        .logBytes(256 << 10, 256 << 10);
  }

  private static void write(Storage storage, int thread) {
    long number = last(storage, thread);
    while (true) {
      number++;
      storage.commit(
          WriteBatch.builder()
              .put(lastKey(thread), Value.json(Long.toString(number)))
              .put(key(thread, number), value(thread, number))
              .delete(key(thread, number - KEPT))
              .build());
      print(thread + " " + number);
    }
  }

  private static synchronized void print(String line) {
    System.out.println(line);
  }

  static long last(Storage storage, int thread) {
    return storage
        .get(lastKey(thread))
        .map(entry -> Long.parseLong(entry.value().text()))
        .orElse((long) KEPT);
  }

  static Key lastKey(int thread) {
    return Key.of("last", "thread" + thread);
  }

  static Key key(int thread, long number) {
    return Key.of("batches", "thread" + thread).child(number);
  }

  /** Mostly small, now and then in pieces. */
  static Value value(int thread, long number) {
    int length = number % 17 == 0 ? 150_000 : (int) (number * 37 % 5_000);
    ByteBuffer bytes = ByteBuffer.allocate(length + Long.BYTES + 1);
    bytes.putLong(number).put((byte) thread);
    for (int i = 0; i < length; i++) {
      bytes.put((byte) (i * 31L + number));
    }
    return Value.binary(bytes.array());
  }

  static List<Long> numbers(long last) {
    return IntStream.range(0, KEPT).mapToObj(i -> last - i).filter(n -> n > KEPT).toList();
  }
}
