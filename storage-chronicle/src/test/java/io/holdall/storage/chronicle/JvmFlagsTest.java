package io.holdall.storage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's flags: asked for by name, needed for writing only; and no noise. */
final class JvmFlagsTest {
  @TempDir Path directory;

  @Test
  void aMissingFlagIsQuoted() throws Exception {
    try (OtherJvm other = OtherJvm.withoutFlags(errors(), Writer.class, store())) {
      assertThat(other.rest())
          .containsExactly(
              "Configuration: Type 'chronicle' needs the JVM to be started with:"
                  + " --add-opens=java.base/java.lang=ALL-UNNAMED"
                  + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
                  + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED"
                  + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
      assertThat(other.errors()).isEmpty();
    }
    assertThat(store()).doesNotExist();
  }

  @Test
  void readingNeedsNoFlags() throws Exception {
    write(store());
    try (OtherJvm other = OtherJvm.withoutFlags(errors(), Reader.class, store())) {
      assertThat(other.rest()).containsExactly("\"written\"");
      assertThat(other.errors()).isEmpty();
    }
  }

  @Test
  void writingPrintsNothing() throws Exception {
    for (int opening = 0; opening < 2; opening++) {
      try (OtherJvm other = OtherJvm.withFlags(errors(), Writer.class, store())) {
        assertThat(other.rest()).isEqualTo(List.of());
        assertThat(other.errors()).isEmpty();
      }
    }
  }

  private Path store() {
    return directory.resolve("store");
  }

  private Path errors() {
    return directory.resolve("errors.txt");
  }

  private static void write(Path store) {
    try (Storage storage = Storage.of(ChronicleBackend.open(store))) {
      storage.put(Key.of("k"), Value.json("\"written\""));
    }
  }

  /** Writes an entry; says what went wrong. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      try {
        write(Path.of(args[0]));
      } catch (StorageException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.text());
      }
    }
  }

  /** Says what the entry is. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      try (Storage storage =
          Storage.of(ChronicleBackend.builder(Path.of(args[0])).readOnly(true).open())) {
        System.out.println(storage.get(Key.of("k")).orElseThrow().value().text());
      }
    }
  }
}
