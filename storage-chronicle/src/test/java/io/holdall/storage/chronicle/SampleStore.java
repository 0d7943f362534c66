package io.holdall.storage.chronicle;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
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

  /**
   * What a process that is killed now would leave: a copy, made while the store is open and nothing
   * is committed. Compactions go on in the background; a copy in which one has replaced files is of
   * no moment, and begun again.
   */
  static Path copy(Path directory, Path copy) throws IOException {
    while (true) {
      Files.createDirectories(copy);
      byte[] manifest = Files.readAllBytes(directory.resolve("manifest"));
      if (copyFiles(directory, copy)
          && Arrays.equals(manifest, Files.readAllBytes(directory.resolve("manifest")))) {
        return copy;
      }
      removeCopy(copy);
    }
  }

  /** False if a file went meanwhile. */
  private static boolean copyFiles(Path directory, Path copy) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (Files.isRegularFile(file) && !name.equals("lock") && !name.equals("holder")) {
          Files.copy(file, copy.resolve(name));
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void removeCopy(Path copy) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(copy)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(copy);
  }
}
