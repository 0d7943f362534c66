package io.holdall.storage.decorator.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamespaceTest {
  private static final Key KEY = Key.of("a", "b");
  private static final Value VALUE = Value.json("1");

  private final ScriptedBackend inner = new ScriptedBackend(new MemoryBackend());
  private final Storage whole = Storage.of(inner);
  private final Storage storage = Storage.builder(inner).with(Namespace.of("tenants", "a")).open();

  /** Neighbours on both sides, the prefix's own key, and keys that only begin alike. */
  @BeforeEach
  void writeOutside() {
    for (String outside :
        List.of(
            "a/b",
            "tenants",
            "tenants/a",
            "tenants/a+",
            "tenants/a0",
            "tenants/aa/x",
            "tenants/A/x",
            "tenants/b/a/b",
            "tenants/a%2Fb",
            "zoo")) {
      whole.put(Key.parse(outside), VALUE);
    }
  }

  @Test
  void anEntryLiesUnderThePrefix() {
    Version version = storage.put(KEY, VALUE);
    assertThat(whole.get(Key.parse("tenants/a/a/b")).map(Entry::version)).contains(version);
    assertThat(storage.get(KEY)).contains(Entry.of(KEY, VALUE, version));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingOutsideIsSeen(boolean inside) {
    if (inside) {
      storage.put(Key.of("!"), VALUE);
      storage.put(Key.of("~~"), VALUE);
    }
    List<Key> expected = inside ? List.of(Key.of("!"), Key.of("~~")) : List.of();
    assertThat(storage.keys(Scan.all())).containsExactlyElementsOf(expected);
    assertThat(storage.keys(Scan.all().reversed())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(storage.keys(Scan.over(new KeyRange("", "")))).isEmpty();
    assertThat(storage.keys(Scan.over(new KeyRange(KeyRange.END, KeyRange.END)))).isEmpty();
    assertThat(storage.get(List.of(KEY, Key.of("zoo"), Key.of("x"))))
        .containsOnly(Optional.empty());
    try (StorageSnapshot snapshot = storage.snapshot()) {
      assertThat(snapshot.keys(Scan.all().limit(1))).containsExactlyElementsOf(expected);
      assertThat(snapshot.get(KEY)).isEmpty();
    }
    assertThat(storage.stats().entries()).isEmpty();
    assertThat(storage.stats().storedBytes()).isEmpty();
  }

  @Test
  void nothingOutsideIsChangedByDeletingEverything() {
    storage.put(KEY, VALUE);
    long outside = whole.count(Scan.all()) - 1;
    storage.keys(Scan.all()).toList().forEach(storage::delete);
    storage.delete(Key.of("zoo"));
    assertThat(whole.count(Scan.all())).isEqualTo(outside);
  }

  @Test
  void conflictsNameTheKeysAsTheyWereGiven() {
    storage.put(KEY, VALUE);
    Key other = Key.of("other");
    WriteBatch batch =
        WriteBatch.builder()
            .put(KEY, VALUE, Condition.absent())
            .delete(other, Condition.version(Version.of(99)))
            .build();
    Conflict conflict = catchThrowableOfType(Conflict.class, () -> storage.commit(batch));
    assertThat(conflict.keys()).containsExactly(KEY, other);
    assertThat(conflict.key()).contains("a/b");
    assertThat(conflict.attribute("conflicts")).contains("2");
    assertThat(conflict).hasMessageNotContaining("tenants").hasNoCause();
  }

  @Test
  void aRangeCheckIsAboutTheNamespaceOnly() {
    Version version = storage.put(KEY, VALUE);
    storage.commit(
        WriteBatch.builder()
            .checkRange(KeyRange.all(), new TreeMap<>(Map.of(KEY, version)))
            .put(Key.of("c"), VALUE)
            .build());
    WriteBatch late =
        WriteBatch.builder()
            .checkRange(KeyRange.all(), new TreeMap<>(Map.of(KEY, version)))
            .build();
    Conflict conflict = catchThrowableOfType(Conflict.class, () -> storage.commit(late));
    assertThat(conflict.keys()).containsExactly(Key.of("c"));
  }

  @Test
  void errorsOfTheBackendNameTheKeyAsItWasGiven() {
    inner.beforeGet(
        number -> {
          throw new Corrupt("Damaged").with("key", "tenants/a/a/b").with("file", "x.log");
        });
    Corrupt corrupt = catchThrowableOfType(Corrupt.class, () -> storage.get(List.of(KEY)));
    assertThat(corrupt.key()).contains("a/b");
    assertThat(corrupt.attribute("file")).contains("x.log");
  }

  @Test
  void reservedCollectionsAreThoseOfTheNamespace() {
    Key reserved = Key.of("_holdall_x", "1");
    storage.backend().commit(WriteBatch.builder().put(reserved, VALUE).build());
    assertThat(whole.get(Key.parse("tenants/a/_holdall_x/1"))).isPresent();
    assertThat(whole.get(reserved)).isEmpty();
  }

  @Test
  void keysThatAreTooLongHaveNoEntryAndCannotBeWritten() {
    int longest = storage.capabilities().maxKeyBytes();
    assertThat(longest).isEqualTo(900 - "tenants/a/".length());
    Key fits = Key.of("x".repeat(longest));
    Key tooLong = Key.of("x".repeat(longest + 1));
    storage.put(fits, VALUE);
    assertThat(storage.get(List.of(tooLong, fits, tooLong)))
        .extracting(Optional::isPresent)
        .containsExactly(false, true, false);
    assertThat(storage.keys(Scan.all().after(Key.of("x".repeat(900))))).isEmpty();
    assertThatThrownBy(() -> storage.put(tooLong, VALUE)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void namespacesNest() {
    Storage nested = Storage.builder(inner).with(Namespace.of("a")).with(Namespace.of("a")).open();
    nested.put(KEY, VALUE);
    assertThat(whole.get(Key.parse("a/a/a/b"))).isPresent();
    Conflict conflict =
        catchThrowableOfType(Conflict.class, () -> nested.put(KEY, VALUE, Condition.absent()));
    assertThat(conflict.keys()).containsExactly(KEY);
    assertThat(nested.keys(Scan.all())).containsExactly(KEY);
  }

  @Test
  void aPrefixThatCannotBeIsRefused() {
    assertThatThrownBy(() -> Namespace.of("_holdall_x")).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> Namespace.of("")).isInstanceOf(InvalidArgument.class);
    MemoryBackend small =
        new MemoryBackend(MemoryBackend.defaultCapabilities().maxKeyBytes(10).build());
    assertThatThrownBy(() -> Namespace.of("123456789").decorate(small))
        .isInstanceOf(Configuration.class);
    Namespace.of("12345678").decorate(small).close();
  }
}
