package io.holdall.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.encryption.Encryption;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.memory.MemoryBackend;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Values of 1 KiB in memory: through the encryption decorator, and as one would do it by hand, with
 * Tink around a store without it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncryptedValues {
  private static final int VALUE_BYTES = 1024;
  private static final int ENTRIES = 1_000;

  private final Keys keys = Keys.create();
  private final Storage encrypted =
      Storage.builder(new MemoryBackend()).with(Encryption.of(keys)).open();
  private final Storage plain = Storage.inMemory();
  private final Key[] entries = new Key[ENTRIES];
  private final byte[] bytes = new byte[VALUE_BYTES];
  private final Value value;
  private Aead aead;

  /** With a value of random bytes. */
  public EncryptedValues() {
    ThreadLocalRandom.current().nextBytes(bytes);
    value = Value.binary(bytes);
  }

  /** Writes every entry to both. */
  @Setup
  public void fill() throws GeneralSecurityException {
    aead = keys.keyset().getPrimitive(RegistryConfiguration.get(), Aead.class);
    for (int i = 0; i < ENTRIES; i++) {
      entries[i] = Payload.key(i);
      encrypted.put(entries[i], value);
      plain.put(entries[i], sealed(entries[i]));
    }
  }

  /** Writes one through the decorator. */
  @Benchmark
  public Version putHoldall() {
    return encrypted.put(randomKey(), value);
  }

  /** Encrypts one with Tink and writes it. */
  @Benchmark
  public Version putTink() throws GeneralSecurityException {
    Key key = randomKey();
    return plain.put(key, sealed(key));
  }

  /** Reads one through the decorator. */
  @Benchmark
  public Value getHoldall() {
    return encrypted.get(randomKey()).orElseThrow().value();
  }

  /** Reads one and decrypts it with Tink. */
  @Benchmark
  public byte[] getTink() throws GeneralSecurityException {
    Key key = randomKey();
    byte[] stored = plain.get(key).orElseThrow().value().bytes();
    return aead.decrypt(stored, associatedData(key));
  }

  /** Encrypts one with Tink and keeps it nowhere. */
  @Benchmark
  public byte[] encryptTink() throws GeneralSecurityException {
    return aead.encrypt(bytes, associatedData(randomKey()));
  }

  private Value sealed(Key key) throws GeneralSecurityException {
    return Value.binary(aead.encrypt(bytes, associatedData(key)));
  }

  private static byte[] associatedData(Key key) {
    return key.encoded().getBytes(StandardCharsets.US_ASCII);
  }

  private Key randomKey() {
    return entries[ThreadLocalRandom.current().nextInt(ENTRIES)];
  }
}
