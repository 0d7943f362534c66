package io.holdall.storage.compression;

import com.github.luben.zstd.Zstd;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import java.util.Set;

/**
 * Compresses values with Zstandard.
 *
 * <pre>{@code
 * Storage storage = Storage.builder(backend).with(Compression.ofLevel(3)).open();
 * Compression.train(storage, Scan.under(Key.of("conversations")));   // once, for small JSON values
 * }</pre>
 *
 * <h2>What it guarantees</h2>
 *
 * <ul>
 *   <li>Values come back byte for byte with their format; keys, versions and conditions are the
 *       delegate's.
 *   <li>What compression does not make smaller is stored as it is: binary values unless they
 *       shrink, JSON unless it shrinks by a quarter, for JSON as it is stays readable to other
 *       tools. So are values below the least size, and the framework's own collections.
 *   <li>A store that was written without it can be read and written with it at once, and holds both
 *       from then on. Read without it, compressed values are binary ones that begin with {@code C7
 *       68 7A}.
 *   <li>Damage to a compressed value is {@code Corrupt}: each has a checksum. A value that claims
 *       to be larger than any may be is {@code Corrupt}, and is not unpacked. Damage to the first
 *       three bytes makes it look like a binary value that was stored as it is; that, like damage
 *       to such a value, is the backend's to find.
 *   <li>Pages whose values are larger than 1 MiB together, unpacked, end early.
 *   <li>No extension of the delegate is reachable: it would see values compressed. Its own is
 *       {@link Dictionaries}.
 * </ul>
 *
 * <p>{@code capabilities().maxValueBytes()} is lower by {@value Packing#MOST_ADDED}: that much is
 * added to a binary value that begins like a compressed one, so that it is not taken for one. An
 * entry written without the decorator that begins so, one in 16 million of random ones, is most
 * likely reported as {@code Corrupt}; if that may occur, copy the store into a fresh one.
 *
 * <p>Unlike encryption it asks for nothing: {@code Storage} opens such a store without it, too.
 *
 * <p>Put it inside caching, which then keeps values unpacked, and outside encryption, whose output
 * does not shrink; the other order is refused.
 *
 * <h2>Dictionaries</h2>
 *
 * Small values have little to refer back to. A dictionary trained on examples gives them all what
 * they have in common. It is stored in the collection {@code _holdall_compression}, counted up with
 * each training, and used for values of up to 64 KiB from then on, in this opening at once and in
 * others when they open the store again. Older ones are kept, since values refer to them. A
 * dictionary holds pieces of the examples; like every entry it passes through what stands below,
 * encryption included.
 */
public final class Compression implements Decorator {
  /** The level when none is given. */
  public static final int DEFAULT_LEVEL = 3;

  static final String TYPE = "compression";
  static final int DEFAULT_LEAST_BYTES = 64;

  private final int level;
  private final int leastBytes;

  private Compression(int level, int leastBytes) {
    this.level = level;
    this.leastBytes = leastBytes;
  }

  /** With level {@value #DEFAULT_LEVEL}. */
  public static Compression defaults() {
    return ofLevel(DEFAULT_LEVEL);
  }

  /**
   * With a level of Zstandard: 1 is fast, 19 small, from 20 on it takes much memory; negative ones
   * are faster still.
   *
   * @throws Configuration if there is no such level
   */
  public static Compression ofLevel(int level) {
    if (level < Zstd.minCompressionLevel() || level > Zstd.maxCompressionLevel()) {
      throw new Configuration("There is no such level of compression")
          .with("level", level)
          .with("least", Zstd.minCompressionLevel())
          .with("most", Zstd.maxCompressionLevel());
    }
    return new Compression(level, DEFAULT_LEAST_BYTES);
  }

  /** This one, but values of fewer bytes are left as they are; 64 when not set. */
  public Compression fromBytes(int least) {
    if (least < 0) {
      throw new Configuration("The least size to be compressed is negative");
    }
    return new Compression(level, least);
  }

  /**
   * Trains a dictionary on the values of a scan, and uses it from now on. See {@link
   * Dictionaries#train(io.holdall.storage.spi.StorageReader, Scan)}.
   *
   * @param storage one that was opened with this decorator
   * @return the number of the dictionary, counted from 1
   * @throws Unsupported if it was not, or a decorator outside hides it
   */
  public static int train(Storage storage, Scan examples) {
    return storage
        .extension(Dictionaries.class)
        .orElseThrow(() -> new Unsupported("This store has no compression around it"))
        .train(storage.backend(), examples);
  }

  /**
   * The compressing store.
   *
   * @throws Configuration if the delegate takes values of a few bytes only
   */
  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    Capabilities below = delegate.capabilities();
    if (below.maxValueBytes() <= Packing.MOST_ADDED) {
      throw new Configuration("The store takes values of a few bytes only")
          .with("limit", below.maxValueBytes());
    }
    return new CompressedBackend(delegate, level, leastBytes);
  }

  @Override
  public String name() {
    return TYPE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.SHRINKS);
  }
}
