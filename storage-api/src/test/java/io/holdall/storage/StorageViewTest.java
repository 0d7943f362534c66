package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams read page by page and no further than they are consumed. */
class StorageViewTest {
  private static final Key DATA = Key.of("data");
  private static final int ENTRIES = 12;

  private final ScriptedBackend backend = new ScriptedBackend(new MemoryBackend());
  private final Storage storage = Storage.of(backend);

  @BeforeEach
  void fill() {
    for (int i = 0; i < ENTRIES; i++) {
      storage.put(DATA.child(i), Value.json(Integer.toString(i)));
    }
    storage.put(Key.of("dat"), Value.json("0"));
    storage.put(Key.of("data."), Value.json("0"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 11, 12, 13})
  void streamHasEveryEntryOnceWhateverThePages(int page) {
    List<Key> expected = IntStream.range(0, ENTRIES).mapToObj(DATA::child).toList();
    Scan scan = Scan.under(DATA).limit(page);

    assertThat(storage.stream(scan).map(Entry::key)).containsExactlyElementsOf(expected);
    assertThat(storage.keys(scan)).containsExactlyElementsOf(expected);
    assertThat(storage.count(scan)).isEqualTo(ENTRIES);
    assertThat(storage.keys(scan.reversed()).findFirst()).contains(DATA.child(ENTRIES - 1));
    assertThat(storage.stream(scan).parallel().map(Entry::key)).containsExactlyElementsOf(expected);
  }

  @Test
  void noMorePagesAreReadThanThereAre() {
    assertThat(storage.stream(Scan.under(DATA).limit(6))).hasSize(ENTRIES);

    assertThat(backend.scans()).hasSize(2);
  }

  @Test
  void pagesAreReadAsTheStreamIsConsumed() {
    Iterator<Entry> stream = storage.stream(Scan.under(DATA).limit(5)).iterator();
    assertThat(backend.scans()).isEmpty();

    for (int i = 0; i < 5; i++) {
      assertThat(stream.next().key()).isEqualTo(DATA.child(i));
    }
    assertThat(backend.scans()).hasSize(1);

    storage.delete(DATA.child(4));
    storage.delete(DATA.child(5));
    storage.put(DATA.child(3), Value.json("\"behind\""));
    storage.put(DATA.child(100), Value.json("\"ahead\""));

    assertThat(stream.next().key()).isEqualTo(DATA.child(6));
    assertThat(backend.scans()).hasSize(2);
    Key last = DATA;
    while (stream.hasNext()) {
      last = stream.next().key();
    }
    assertThat(last).isEqualTo(DATA.child(100));
  }

  @Test
  void keysAreAskedForWithoutValues() {
    assertThat(storage.count(Scan.under(DATA))).isEqualTo(ENTRIES);

    assertThat(backend.scans()).allMatch(Scan::isKeysOnly);
    assertThat(storage.stream(Scan.all().keysOnly())).noneMatch(Entry::hasValue);
  }

  @Test
  void emptyRangeIsAnEmptyStream() {
    assertThat(storage.stream(Scan.under(Key.of("none")))).isEmpty();
    assertThat(storage.count(Scan.between(Key.of("z"), Key.of("a")))).isZero();
  }

  @Test
  void failureInTheMiddleOfAStreamIsThrownWithItsCircumstances() {
    backend.beforeScan(
        number -> {
          if (number == 2) {
            throw new Unavailable("No connection");
          }
        });

    assertThatThrownBy(() -> storage.stream(Scan.under(DATA).limit(5)).toList())
        .hasMessage("No connection [operation=scan, backend=memory]");
  }

  @Test
  void snapshotStaysAsItWas() {
    try (StorageSnapshot snapshot = storage.snapshot()) {
      storage.put(DATA.child(0), Value.json("\"new\""));
      storage.delete(DATA.child(1));
      storage.put(DATA.child(50), Value.json("50"));

      assertThat(snapshot.stream(Scan.under(DATA).limit(5)).map(e -> e.value().text()))
          .containsExactlyElementsOf(
              IntStream.range(0, ENTRIES).mapToObj(Integer::toString).toList());
      assertThat(snapshot.get(DATA.child(1)).map(e -> e.value().text())).contains("1");
      assertThat(snapshot.get(List.of(DATA.child(50)))).containsExactly(Optional.empty());
    }
    assertThat(storage.count(Scan.under(DATA))).isEqualTo(ENTRIES);
  }

  @Test
  void closedSnapshotIsRefused() {
    StorageSnapshot snapshot = storage.snapshot();
    snapshot.close();
    snapshot.close();

    assertThatThrownBy(() -> snapshot.get(DATA))
        .isInstanceOf(Closed.class)
        .hasMessage("The snapshot is closed [operation=get, backend=memory, key=data]");
    assertThatThrownBy(() -> snapshot.scan(Scan.all())).isInstanceOf(Closed.class);
    assertThat(storage.get(DATA.child(0))).isPresent();
  }
}
