package io.holdall.storage.chronicle;

import static io.holdall.storage.chronicle.SampleStore.contents;
import static io.holdall.storage.chronicle.SampleStore.key;
import static io.holdall.storage.chronicle.SampleStore.open;
import static io.holdall.storage.chronicle.SampleStore.small;
import static io.holdall.storage.chronicle.SampleStore.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Storage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The map's file is as Chronicle Map writes it, with the class it would compile for its header. */
final class MapFormatTest {
  private static final int ENTRIES = 5_000;

  @TempDir Path directory;

  @Test
  void chronicleItselfReadsAndGrowsTheMap() throws Exception {
    Path map = directory.resolve("entries.map");
    List<Entry> before;
    try (Storage storage = open(small(directory))) {
      for (int i = 0; i < ENTRIES; i++) { // five times what it is laid out for: it has grown
        storage.put(key(i), value(100));
      }
      before = contents(storage);
    }
    Path errors = directory.resolveSibling(directory.getFileName() + "-errors.txt");
    try (OtherJvm plain = OtherJvm.forPlainChronicle(errors, Plain.class, map, ENTRIES)) {
      assertThat(plain.rest()).as("%s", plain.errors()).containsExactly("5000", "6000", "true");
    }
    try (Storage storage = open(small(directory))) { // its checksum is another: made anew
      assertThat(contents(storage)).isEqualTo(before);
    }
  }

  /** Opens the map without this library, and lets it grow further. */
  static final class Plain {
    private Plain() {}

    public static void main(String[] args) throws IOException {
      int present = Integer.parseInt(args[1]);
      try (ChronicleMap<byte[], byte[]> map =
          ChronicleMap.of(byte[].class, byte[].class)
              .entries(1_000)
              .averageKeySize(16)
              .averageValueSize(120)
              .maxBloatFactor(10)
              .createPersistedTo(new File(args[0]))) {
        System.out.println(map.size());
        int before = map.remainingAutoResizes();
        byte[] key = {0, 0, 0, 0};
        for (int i = 0; i < present / 5; i++) {
          key[0] = (byte) i;
          key[1] = (byte) (i >> Byte.SIZE);
          map.put(key, new byte[150]);
        }
        System.out.println(map.size());
        System.out.println(before > 0 && map.remainingAutoResizes() <= before);
      }
    }
  }
}
