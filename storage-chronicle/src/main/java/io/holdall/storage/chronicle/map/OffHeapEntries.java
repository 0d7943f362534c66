package io.holdall.storage.chronicle.map;

import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.Sizes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an open store, in a Chronicle Map whose memory is a file. It is no truth of its
 * own: the log is, and the map can always be made anew from it.
 *
 * <p>Not for closing while it is used: Chronicle would read memory that is no longer there. Its
 * owner's lock sees to that; it also keeps readers and the writer apart.
 */
public final class OffHeapEntries {
  /** Above all keys, which are ASCII: the first byte of the key of a piece. */
  private static final byte PIECE = (byte) 0xFF;

  private static final int LARGEST_PIECE = 64 << 10;
  private static final int SMALLEST_PIECE = 256;

  static {
    // Chronicle announces itself, and would like to report its use.
    System.setProperty("chronicle.announcer.disable", "true");
    System.setProperty("chronicle.analytics.disable", "true");
  }

  private final Path file;
  private final ChronicleMap<byte[], byte[]> map;
  private final int pieceBytes;

  /**
   * What a full map has not taken although the log says it is there: what an aborted commit had
   * replaced, or what a smaller map cannot hold. Guarded by the owner's lock.
   */
  private final Map<String, Entry> onHeap = new HashMap<>();

  private volatile boolean damageSeen;

  private OffHeapEntries(Path file, ChronicleMap<byte[], byte[]> map, int pieceBytes) {
    this.file = file;
    this.map = map;
    this.pieceBytes = pieceBytes;
  }

  /** Makes an empty map in the place of one that is there. */
  public static OffHeapEntries create(Path file, Sizes sizes) throws IOException {
    Files.deleteIfExists(file);
    ChronicleMap<byte[], byte[]> map = builder(sizes).createPersistedTo(file.toFile());
    try {
      return new OffHeapEntries(file, map, pieceBytes(map));
    } catch (RuntimeException | Error e) {
      map.close();
      throw e;
    }
  }

  /** Opens a map that is as it was when it was closed. */
  static OffHeapEntries reopen(Path file, Sizes sizes, int pieceBytes) throws IOException {
    return new OffHeapEntries(file, builder(sizes).createPersistedTo(file.toFile()), pieceBytes);
  }

  private static ChronicleMapBuilder<byte[], byte[]> builder(Sizes sizes) {
    return ChronicleMapBuilder.of(byte[].class, byte[].class)
        .name("holdall")
        .entries(sizes.entries())
        .averageKeySize(sizes.averageKeyBytes())
        .averageValueSize(sizes.averageValueBytes() + (double) StoredValue.HEADER_BYTES)
        .maxBloatFactor(sizes.growth())
        .checksumEntries(false) // each value has its own, which reading looks at
        .putReturnsNull(true)
        .removeReturnsNull(true);
  }

  /** A quarter of the largest value that an empty map takes, as it depends on the layout. */
  private static int pieceBytes(ChronicleMap<byte[], byte[]> map) {
    byte[] key = {PIECE};
    for (int bytes = LARGEST_PIECE; bytes > SMALLEST_PIECE; bytes /= 2) {
      if (put(map, key, new byte[bytes])) {
        map.remove(key);
        return Math.max(SMALLEST_PIECE, bytes / 4);
      }
    }
    return SMALLEST_PIECE;
  }

  int pieceBytes() {
    return pieceBytes;
  }

  /** Whether everything is in the file, as far as is known. */
  boolean isWhole() {
    return onHeap.isEmpty() && !damageSeen;
  }

  /**
   * The entry of a key.
   *
   * @throws Corrupt if it is not as it was written
   */
  public @Nullable Entry get(Key key) {
    if (!onHeap.isEmpty()) {
      Entry entry = onHeap.get(key.encoded());
      if (entry != null) {
        return entry;
      }
    }
    byte[] keyBytes = bytes(key.encoded());
    byte[] stored = map.get(keyBytes);
    if (stored == null) {
      return null;
    }
    if (!StoredValue.isWhole(stored)) {
      throw damaged(key);
    }
    long version = StoredValue.version(stored);
    Format format = StoredValue.format(stored);
    int length = StoredValue.length(stored);
    Value value;
    if (StoredValue.isInPieces(stored)) {
      byte[] whole = new byte[length];
      readPieces(key, keyBytes, version, whole);
      value = Value.owning(whole, format);
    } else {
      value = Value.owning(stored, StoredValue.HEADER_BYTES, length, format);
    }
    return Entry.of(key, value, Version.of(version));
  }

  /**
   * Puts an entry in the place of what the key has.
   *
   * @param replacedLength the length of the value that the key has, or -1
   * @return false if there is no room; then the key has what it had
   */
  public boolean put(
      String key, long version, Value value, int replacedLength, long replacedVersion) {
    byte[] keyBytes = bytes(key);
    boolean inPieces = value.length() > pieceBytes;
    if (inPieces && !putPieces(keyBytes, version, value)) {
      return false;
    }
    byte[] stored = StoredValue.of(version, value.format(), value.buffer(), inPieces);
    if (!put(map, keyBytes, stored)) {
      if (inPieces) {
        removePieces(keyBytes, version, value.length());
      }
      return false;
    }
    if (replacedLength > pieceBytes) {
      removePieces(keyBytes, replacedVersion, replacedLength);
    }
    if (!onHeap.isEmpty()) {
      onHeap.remove(key);
    }
    return true;
  }

  /** Keeps an entry on the heap for which there is no room in the map. */
  public void putOnHeap(Entry entry, int replacedLength, long replacedVersion) {
    remove(entry.key().encoded(), replacedLength, replacedVersion);
    onHeap.put(entry.key().encoded(), entry);
  }

  /** Removes what a key has. */
  public void remove(String key, int length, long version) {
    byte[] keyBytes = bytes(key);
    map.remove(keyBytes);
    if (length > pieceBytes) {
      removePieces(keyBytes, version, length);
    }
    onHeap.remove(key);
  }

  private boolean putPieces(byte[] key, long version, Value value) {
    ByteBuffer rest = value.buffer();
    int pieces = pieces(value.length());
    for (int piece = 0; piece < pieces; piece++) {
      byte[] pieceKey = pieceKey(key, version, piece);
      int length = Math.min(pieceBytes, rest.remaining());
      ByteBuffer part = rest.slice(rest.position(), length);
      rest.position(rest.position() + length);
      if (!put(map, pieceKey, StoredValue.of(version, value.format(), part, false))) {
        for (int done = 0; done < piece; done++) {
          map.remove(pieceKey(key, version, done));
        }
        return false;
      }
    }
    return true;
  }

  private void readPieces(Key key, byte[] keyBytes, long version, byte[] value) {
    int at = 0;
    for (int piece = 0; piece < pieces(value.length); piece++) {
      byte[] pieceKey = pieceKey(keyBytes, version, piece);
      byte[] stored = map.get(pieceKey);
      int length = stored == null ? -1 : stored.length - StoredValue.HEADER_BYTES;
      if (stored == null || !StoredValue.isWhole(stored) || length > value.length - at) {
        throw damaged(key);
      }
      System.arraycopy(stored, StoredValue.HEADER_BYTES, value, at, length);
      at += length;
    }
    if (at != value.length) {
      throw damaged(key);
    }
  }

  private void removePieces(byte[] key, long version, int length) {
    for (int piece = 0; piece < pieces(length); piece++) {
      map.remove(pieceKey(key, version, piece));
    }
  }

  private int pieces(int length) {
    return (length + pieceBytes - 1) / pieceBytes;
  }

  private static byte[] pieceKey(byte[] key, long version, int piece) {
    return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + key.length)
        .put(PIECE)
        .putLong(version)
        .putInt(piece)
        .put(key)
        .array();
  }

  /** Chronicle tells of a full map, and of a value too large for it, by these exceptions. */
  private static boolean put(ChronicleMap<byte[], byte[]> map, byte[] key, byte[] value) {
    try {
      map.put(key, value);
      return true;
    } catch (IllegalStateException | IllegalArgumentException full) {
      if (map.isOpen()) {
        return false;
      }
      throw full;
    }
  }

  /** The error for an entry that is not as it was written, or is missing. */
  public Corrupt damaged(Key key) {
    damageSeen = true;
    Corrupt corrupt =
        new Corrupt(
            "An entry of the map is damaged; when the store is opened again, the map is made anew"
                + " from the log");
    corrupt
        .with("file", LogDirectory.MAP)
        .with("offset", MapFile.find(file, bytes(key.encoded())))
        .with("key", key);
    return corrupt;
  }

  /** The bytes that the file takes. */
  public long fileBytes() throws IOException {
    return Files.size(file);
  }

  /** What part of the memory laid out so far is free, in percent. */
  public int freePercent() {
    return map.percentageFreeSpace();
  }

  /** How often more memory may be laid out. */
  public int remainingGrowth() {
    return map.remainingAutoResizes();
  }

  /** Unmaps the file. Nobody may be using it. */
  public void close() {
    map.close();
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }
}
