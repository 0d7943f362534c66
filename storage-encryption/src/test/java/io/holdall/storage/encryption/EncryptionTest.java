package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.readonly.ReadOnly;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EncryptionTest {
  private static final Key KEY = Key.of("accounts", "alice");
  private static final Key OTHER = Key.of("accounts", "bob");
  private static final Value SECRET = Value.json("{\"pin\":\"4711\"}");

  private final MemoryBackend backend = new MemoryBackend();

  @Test
  void valueComesBackWithItsFormatAndIsStoredAsCiphertext() {
    Storage storage = open(Encryption.of(TestKeys.keys()));
    storage.put(KEY, SECRET);
    storage.put(OTHER, Value.binary(new byte[0]));

    assertThat(storage.get(KEY).map(Entry::value)).contains(SECRET);
    assertThat(storage.get(OTHER).map(Entry::value)).contains(Value.binary(new byte[0]));
    Value stored = stored(KEY);
    assertThat(stored.format()).isEqualTo(Format.BINARY);
    assertThat(stored.text()).doesNotContain("4711");
    assertThat(stored.length()).isEqualTo(SECRET.length() + 34);
  }

  @Test
  void equalValuesAreStoredDifferently() {
    Storage storage = open(Encryption.of(TestKeys.keys()));
    storage.put(KEY, SECRET);
    Value first = stored(KEY);
    storage.put(KEY, SECRET);
    assertThat(stored(KEY)).isNotEqualTo(first);
  }

  @Test
  void everyBitFlippedAndEveryByteMissingIsRefused() {
    Storage storage = open(Encryption.of(TestKeys.keys()));
    storage.put(KEY, SECRET);
    byte[] sealed = stored(KEY).bytes();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      store(KEY, Value.binary(flipped));
      assertRefused("bit " + bit, storage);
    }
    for (int length = 0; length < sealed.length; length++) {
      store(KEY, Value.binary(Arrays.copyOf(sealed, length)));
      assertRefused("length " + length, storage);
    }
    store(KEY, Value.binary(Arrays.copyOf(sealed, sealed.length + 1)));
    assertRefused("a byte more", storage);
    store(KEY, Value.of(sealed, Format.JSON));
    assertRefused("the format changed", storage);
    store(KEY, Value.binary(sealed));
    assertThat(storage.get(KEY).map(Entry::value)).contains(SECRET);
  }

  @Test
  void ciphertextMovedToAnotherKeyOrStoreIsRefused() {
    Storage storage = open(Encryption.of(TestKeys.keys()));
    storage.put(KEY, SECRET);
    store(OTHER, stored(KEY));
    assertThatThrownBy(() -> storage.get(OTHER))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("key=accounts/bob");
    assertThat(storage.get(KEY)).isPresent();

    MemoryBackend elsewhere = new MemoryBackend();
    Storage other = Storage.builder(elsewhere).with(Encryption.of(TestKeys.keys())).open();
    elsewhere.commit(WriteBatch.builder().put(KEY, stored(KEY)).build());
    assertThatThrownBy(() -> other.get(KEY)).isInstanceOf(Corrupt.class);
  }

  @Test
  void storesOfOneIdAndKeysetUnderstandEachOther() {
    Encryption encryption = Encryption.of(TestKeys.keys()).withStoreId("shared");
    open(encryption).put(KEY, SECRET);
    MemoryBackend elsewhere = new MemoryBackend();
    Storage other = Storage.builder(elsewhere).with(encryption).open();
    elsewhere.commit(WriteBatch.builder().put(KEY, stored(KEY)).build());
    assertThat(other.get(KEY).map(Entry::value)).contains(SECRET);
    assertThatThrownBy(() -> open(Encryption.of(TestKeys.keys()).withStoreId("another")))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("store=shared");
  }

  @Test
  void unencryptedEntryInAnEncryptedStoreIsRefused() {
    Storage storage = open(Encryption.of(TestKeys.keys()));
    store(KEY, SECRET);
    assertRefused("plain text", storage);
  }

  @Test
  void headerWithAnyBitFlippedIsRefused() {
    open(Encryption.of(TestKeys.keys()).encryptingNames());
    byte[] header = stored(Opening.HEADER).bytes();
    for (int bit = 0; bit < header.length * 8; bit++) {
      byte[] flipped = header.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      store(Opening.HEADER, Value.of(flipped, Format.JSON));
      Throwable thrown =
          catchThrowable(() -> Encryption.of(TestKeys.keys()).encryptingNames().decorate(backend));
      // Where the flip leaves the meaning as it was, such as in white space, it may be accepted.
      if (thrown == null) {
        assertThat(Header.parse(stored(Opening.HEADER)).open(TestKeys.keys()).names()).isPresent();
      } else {
        assertThat(thrown)
            .as("bit %d of the header", bit)
            .isInstanceOfAny(Corrupt.class, AccessDenied.class, Configuration.class);
      }
    }
  }

  @Test
  void wrongKeysetIsRefusedAtOpeningNamingTheKey() {
    open(Encryption.of(TestKeys.keys()));
    assertThatThrownBy(() -> open(Encryption.of(Keys.create())))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("key-id=1000001");
  }

  @Test
  void storeWithoutTheDecoratorIsRefused() {
    open(Encryption.of(TestKeys.keys())).put(KEY, SECRET);
    assertThatThrownBy(() -> Storage.of(backend))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("encryption");
  }

  @Test
  void unencryptedStoreWithTheDecoratorIsRefusedAndLeftAsItIs() {
    Storage.of(backend).put(KEY, SECRET);
    assertThatThrownBy(() -> Encryption.of(TestKeys.keys()).decorate(backend))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("not encrypted");
    assertThat(backend.scan(Scan.all()).entries()).hasSize(1);
  }

  @Test
  void otherPatternsOfNamesAreRefused() {
    open(Encryption.of(TestKeys.keys()).encryptingNames("a/*"));
    assertThatThrownBy(() -> open(Encryption.of(TestKeys.keys())))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("store=a/*");
  }

  @Test
  void storesOwnEntryIsNeitherSeenNorWrittenNorCounted() {
    Storage storage = open(Encryption.of(TestKeys.keys()));
    storage.put(KEY, SECRET);
    storage.put(Key.of("Z"), SECRET);
    assertThat(storage.keys(Scan.all().limit(1))).containsExactly(Key.of("Z"), KEY);
    assertThat(storage.keys(Scan.all().limit(1).reversed())).containsExactly(KEY, Key.of("Z"));
    assertThat(storage.scan(Scan.all().limit(2)).more()).isFalse();
    assertThat(storage.get(Opening.HEADER)).isEmpty();
    assertThat(storage.stats().entries()).hasValue(2);
    WriteBatch batch = WriteBatch.builder().put(Opening.HEADER, SECRET).build();
    assertThatThrownBy(() -> storage.backend().commit(batch)).isInstanceOf(AccessDenied.class);
  }

  @Test
  void emptyStoreOpenedReadOnlyIsEmptyAndIsReadOnceItIsWritten() {
    Storage reading =
        Storage.builder(ReadOnly.decorator().decorate(new Unclosed(backend)))
            .with(Encryption.of(TestKeys.keys()))
            .open();
    assertThat(reading.get(KEY)).isEmpty();
    assertThat(reading.scan(Scan.all()).entries()).isEmpty();
    assertThat(backend.scan(Scan.all()).entries()).isEmpty();
    open(Encryption.of(TestKeys.keys())).put(KEY, SECRET);
    assertThat(reading.get(KEY).map(Entry::value)).contains(SECRET);
    assertThat(reading.stats().entries()).hasValue(1);
  }

  @Test
  void storeWithoutConditionsNeedsAnId() {
    Capabilities least =
        MemoryBackend.defaultCapabilities()
            .conditions(false)
            .rangeChecks(false)
            .atomicity(Atomicity.ENTRY)
            .build();
    Encryption encryption = Encryption.of(TestKeys.keys());
    assertThatThrownBy(() -> encryption.decorate(new MemoryBackend(least)))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("store-id");
    Storage storage =
        Storage.builder(new MemoryBackend(least)).with(encryption.withStoreId("one")).open();
    storage.put(KEY, SECRET);
    assertThat(storage.get(KEY).map(Entry::value)).contains(SECRET);
  }

  @Test
  void idOfAStoreHasOnlyPlainCharacters() {
    assertThatThrownBy(() -> Encryption.of(TestKeys.keys()).withStoreId("not an id"))
        .isInstanceOf(Configuration.class);
  }

  private Storage open(Encryption encryption) {
    return Storage.builder(new Unclosed(backend)).with(encryption).open();
  }

  private Value stored(Key key) {
    return backend.get(List.of(key)).get(0).map(Entry::value).orElseThrow();
  }

  private void store(Key key, Value value) {
    backend.commit(WriteBatch.builder().put(key, value).build());
  }

  private static void assertRefused(String what, Storage storage) {
    List<ThrowingCallable> reads = List.of(() -> storage.get(KEY), () -> storage.scan(Scan.all()));
    for (ThrowingCallable read : reads) {
      assertThat(catchThrowable(read))
          .as(what)
          .isInstanceOfAny(Corrupt.class, AccessDenied.class)
          .hasMessageContaining("key=accounts/alice");
    }
    assertThat(storage.keys(Scan.all())).hasSize(1);
  }
}
