package io.holdall.storage.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored, and what is read back from what others stored. */
final class CompressionTest {
  private static final Key KEY = Key.of("a");
  private static final byte[] MARK = {(byte) 0xC7, 0x68, 0x7A};

  private final MemoryBackend inner = new MemoryBackend();
  private final Storage stored = Storage.of(inner);
  private final Storage storage = Storage.builder(inner).with(Compression.defaults()).open();

  @ParameterizedTest
  @EnumSource(Format.class)
  void whatShrinksIsStoredSmallerAndComesBackAsItWas(Format format) {
    Value value = Value.of("{\"role\":\"user\"} ".repeat(100).getBytes(UTF_8), format);
    storage.put(KEY, value);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(value);
    Value packed = stored.get(KEY).orElseThrow().value();
    assertThat(packed.format()).isEqualTo(Format.BINARY);
    assertThat(packed.length()).isLessThan(value.length() / 20);
    assertThat(storage.stats().details())
        .containsEntry(
            "compression", "%d bytes written as %d".formatted(value.length(), packed.length()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 63, 64, 65, 1000, 100_000})
  void whatDoesNotShrinkIsStoredAsItIs(int length) {
    byte[] random = new byte[length];
    new Random(length).nextBytes(random);
    assertStoredAsItIs(Value.binary(random));
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(30, length); i++) {
      hex.append("%02x".formatted(random[i]));
    }
    assertStoredAsItIs(Value.json("\"" + hex + "\""));
  }

  /** Half a byte of information in each byte of text saves less than half: readable is better. */
  @Test
  void jsonThatHardlyShrinksStaysReadable() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < 2_000; i++) {
      text.append((char) (' ' + 3 + random.nextInt(58)));
    }
    Value json = Value.json(text + "\"");
    assertStoredAsItIs(json);
    storage.put(KEY, Value.of(json.bytes(), Format.BINARY));
    assertThat(stored.get(KEY).orElseThrow().value().length()).isLessThan(json.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 61, 62, 500})
  void aBinaryValueThatBeginsLikeACompressedOneIsNotTakenForOne(int more) {
    byte[] bytes = new byte[MARK.length + more];
    new Random(more).nextBytes(bytes);
    System.arraycopy(MARK, 0, bytes, 0, MARK.length);
    for (int kind = 0; kind < 256; kind++) {
      if (more > 0) {
        bytes[MARK.length] = (byte) kind;
      }
      Value value = Value.binary(bytes);
      storage.put(KEY, value);
      assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(value);
      assertThat(stored.get(KEY).orElseThrow().value().length())
          .isEqualTo(bytes.length + Packing.MOST_ADDED);
    }
  }

  @Test
  void aPackedValuePackedAgainIsStillTheFirst() {
    storage.put(KEY, Value.json("[" + "1,".repeat(500) + "1]"));
    Value packed = stored.get(KEY).orElseThrow().value();
    storage.put(KEY, packed);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(packed);
  }

  @Test
  void whatWasWrittenWithoutItIsReadAndBothStandSideBySide() {
    Value before = Value.json("[" + "1,".repeat(500) + "1]");
    stored.put(KEY, before);
    stored.put(Key.of("b"), Value.binary(new byte[1000]));
    storage.put(Key.of("c"), before);
    assertThat(storage.stream(Scan.all()).map(entry -> entry.value()))
        .containsExactly(before, Value.binary(new byte[1000]), before);
  }

  @Test
  void reservedCollectionsAreLeftAlone() {
    Key reserved = Key.of("_holdall_x");
    Value value = Value.json("[" + "1,".repeat(500) + "1]");
    storage.backend().commit(WriteBatch.builder().put(reserved, value).build());
    assertThat(stored.get(reserved).orElseThrow().value()).isEqualTo(value);
    assertThat(storage.get(reserved).orElseThrow().value()).isEqualTo(value);
  }

  @Test
  void everyFlippedBitBehindTheMarkIsFound() {
    Value value = Value.json("[" + "1,22,333,".repeat(20) + "1]");
    storage.put(KEY, value);
    byte[] packed = stored.get(KEY).orElseThrow().value().bytes();
    for (int bit = MARK.length * 8; bit < packed.length * 8; bit++) {
      byte[] flipped = packed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      stored.put(KEY, Value.binary(flipped));
      assertDamaged("bit " + bit, value);
    }
    for (int length = MARK.length; length < packed.length; length++) {
      stored.put(KEY, Value.binary(Arrays.copyOf(packed, length)));
      assertDamaged("length " + length, value);
    }
  }

  /** A bit of the frame that means nothing may differ. */
  private void assertDamaged(String how, Value value) {
    try {
      assertThat(storage.get(KEY).orElseThrow().value()).as(how).isEqualTo(value);
    } catch (Corrupt e) {
      assertThat(e.key()).as(how).contains("a");
    }
  }

  @Test
  void anythingBehindTheMarkIsReadOrReportedAsDamaged() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    byte[] kinds = {0x0F, 0x33, 0x3C, 0x55, 0x5A, 0};
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[MARK.length + random.nextInt(60)];
      random.nextBytes(bytes);
      System.arraycopy(MARK, 0, bytes, 0, MARK.length);
      if (bytes.length > MARK.length) {
        bytes[MARK.length] = kinds[random.nextInt(kinds.length)];
      }
      stored.put(KEY, Value.binary(bytes));
      try {
        assertThat(storage.get(KEY)).as("seed %d", seed).isPresent();
      } catch (StorageException e) {
        assertThat(e).as("seed %d", seed).isInstanceOf(Corrupt.class);
      }
    }
  }

  @Test
  void aBombIsNotUnpacked() {
    MemoryBackend large =
        new MemoryBackend(MemoryBackend.defaultCapabilities().maxValueBytes(64 << 20).build());
    Storage generous = Storage.builder(large).with(Compression.defaults()).open();
    generous.put(KEY, Value.binary(new byte[32 << 20]));
    Value bomb = Storage.of(large).get(KEY).orElseThrow().value();
    assertThat(bomb.length()).isLessThan(8_000);
    stored.put(KEY, bomb);
    Corrupt corrupt = catchThrowableOfType(Corrupt.class, () -> storage.get(KEY));
    assertThat(corrupt.attribute("bytes")).contains(Integer.toString(32 << 20));
    assertThat(corrupt.attribute("limit")).contains(Integer.toString(16 << 20));
    assertThat(generous.get(KEY).orElseThrow().value().length()).isEqualTo(32 << 20);
  }

  @Test
  void pagesEndEarlyWhenUnpackedValuesAreLarge() {
    for (int i = 0; i < 10; i++) {
      storage.put(Key.of("large").child(i), Value.binary(new byte[600 << 10]));
    }
    Page page = storage.scan(Scan.all());
    assertThat(page.entries()).hasSize(2);
    assertThat(page.more()).isTrue();
    assertThat(storage.scan(Scan.all().keysOnly()).entries()).hasSize(10);
    assertThat(storage.stream(Scan.all())).hasSize(10);
    assertThat(storage.stream(Scan.all().reversed().limit(2))).hasSize(10);
  }

  @Test
  void aStoreForTinyValuesAndLevelsThatAreNoneAreRefused() {
    MemoryBackend tiny =
        new MemoryBackend(MemoryBackend.defaultCapabilities().maxValueBytes(4).build());
    assertThatThrownBy(() -> Compression.defaults().decorate(tiny))
        .isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> Compression.ofLevel(23)).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> Compression.defaults().fromBytes(-1))
        .isInstanceOf(Configuration.class);
  }

  @Test
  void itIsFoundByProfiles() {
    DecoratorFactory factory =
        ServiceLoader.load(DecoratorFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.type().equals("compression"))
            .findFirst()
            .orElseThrow();
    Settings settings =
        Settings.of("test", factory.settings(), Map.of("level", "19", "min-bytes", "2KiB"));
    Storage small = Storage.builder(inner).with(factory.create(settings, new NothingElse())).open();
    Value value = Value.json("[" + "1,".repeat(500) + "1]");
    small.put(KEY, value);
    assertThat(stored.get(KEY).orElseThrow().value()).isEqualTo(value);
  }

  private void assertStoredAsItIs(Value value) {
    storage.put(KEY, value);
    assertThat(stored.get(KEY).orElseThrow().value()).isEqualTo(value);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(value);
  }

  private record NothingElse() implements DecoratorFactory.Context {
    @Override
    public Optional<Config> section(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<DecoratorFactory.Stack> stack(String section) {
      return Optional.empty();
    }

    @Override
    public Path workingDirectory() {
      return Path.of("");
    }
  }
}
