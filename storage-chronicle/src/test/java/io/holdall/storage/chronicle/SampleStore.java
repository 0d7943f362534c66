package io.holdall.storage.chronicle;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small stores and what is in them. */
final class SampleStore {
  private SampleStore() {}

  /** Small enough that files of the log fill and maps grow. */
  static ChronicleBackend.Builder small(Path directory) {
    return ChronicleBackend.builder(directory)
        .entries(1_000)
        .averageKeyBytes(16)
        .averageValueBytes(100)
        .logBytes(16 << 10, 64 << 10);
  }

  static Storage open(ChronicleBackend.Builder builder) {
    return Storage.of(builder.open());
  }

  static WritableStore writable(Storage storage) {
    return (WritableStore) ((ChronicleBackend) storage.backend()).store();
  }

  static Key key(long number) {
    return Key.of("entries").child(number);
  }

  static Value value(int length) {
    return Value.json("\"" + "x".repeat(length - 2) + "\"");
  }

  static List<Entry> contents(Storage storage) {
    try (Stream<Entry> entries = storage.stream(Scan.all())) {
      return entries.toList();
    }
  }

  /** What a process that is killed now would leave: a copy, made while the store is open. */
  static Path copy(Path directory, Path copy) throws IOException {
    Files.createDirectories(copy);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (Files.isRegularFile(file) && !name.equals("lock") && !name.equals("holder")) {
          Files.copy(file, copy.resolve(name));
        }
      }
    }
    return copy;
  }
}
