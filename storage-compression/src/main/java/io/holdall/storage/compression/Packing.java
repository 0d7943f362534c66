package io.holdall.storage.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import io.holdall.storage.Format;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a value is stored.
 *
 * <pre>
 * JSON                          a JSON value as it is
 * BINARY, not beginning C7687A  a binary value as it is
 * BINARY, C7687A 0F …           a binary value as it is, after these four bytes
 * BINARY, C7687A 33 …           a binary value as a frame of Zstandard
 * BINARY, C7687A 3C …           a JSON value as a frame of Zstandard
 * BINARY, C7687A 55 NN …        a binary value as a frame, with dictionary NN
 * BINARY, C7687A 5A NN …        a JSON value as a frame, with dictionary NN
 * </pre>
 *
 * <p>Frames have no magic number, for the four bytes before them are one; they have the size of the
 * content and its checksum, and end with the value.
 */
final class Packing {
  /** The most bytes by which a stored value is longer than the value. */
  static final int MOST_ADDED = 4;

  private static final byte[] MARK = {(byte) 0xC7, 0x68, 0x7A};
  private static final int KIND = MARK.length;
  private static final int PLAIN_HEADER = KIND + 1;
  private static final int DICTIONARY_HEADER = PLAIN_HEADER + 1;

  // Any two differ in four bits, so that damage does not turn one into another.
  private static final byte AS_IS = 0x0F;
  private static final byte BINARY = 0x33;
  private static final byte JSON = 0x3C;
  private static final byte BINARY_WITH_DICTIONARY = 0x55;
  private static final byte JSON_WITH_DICTIONARY = 0x5A;

  private static final int MOST_BYTES_FOR_DICTIONARY = 64 << 10;

  private final StoredDictionaries dictionaries;
  private final Pool<ZstdCompressCtx> packers;
  private final Pool<ZstdDecompressCtx> unpackers =
      new Pool<>(Packing::unpacker, ZstdDecompressCtx::close);
  private final int leastBytes;
  private final int mostBytes;

  /**
   * @param leastBytes what is shorter is left as it is
   * @param mostBytes what claims to be longer is not unpacked
   */
  Packing(StoredDictionaries dictionaries, int level, int leastBytes, int mostBytes) {
    this.dictionaries = dictionaries;
    this.packers = new Pool<>(() -> packer(level), ZstdCompressCtx::close);
    this.leastBytes = leastBytes;
    this.mostBytes = mostBytes;
  }

  private static ZstdCompressCtx packer(int level) {
    return new ZstdCompressCtx()
        .setLevel(level)
        .setMagicless(true)
        .setChecksum(true)
        .setContentSize(true)
        .setDictID(false);
  }

  private static ZstdDecompressCtx unpacker() {
    return new ZstdDecompressCtx().setMagicless(true);
  }

  /** The value as it is to be stored. */
  Value pack(Value value) {
    if (value.length() >= Math.max(1, leastBytes)) {
      byte[] packed = packed(value);
      int enough = value.format() == Format.JSON ? value.length() / 4 * 3 : value.length() - 1;
      if (packed.length <= enough) {
        return Value.owning(packed, Format.BINARY);
      }
    }
    return value.format() == Format.BINARY && isMarked(value) ? behindMark(value) : value;
  }

  private byte[] packed(Value value) {
    Optional<Dictionary> dictionary =
        value.length() <= MOST_BYTES_FOR_DICTIONARY ? dictionaries.newest() : Optional.empty();
    int header = dictionary.isPresent() ? DICTIONARY_HEADER : PLAIN_HEADER;
    byte[] source = value.bytes();
    byte[] target = new byte[header + (int) Zstd.compressBound(source.length)];
    System.arraycopy(MARK, 0, target, 0, MARK.length);
    boolean json = value.format() == Format.JSON;
    if (dictionary.isPresent()) {
      target[KIND] = json ? JSON_WITH_DICTIONARY : BINARY_WITH_DICTIONARY;
      target[PLAIN_HEADER] = (byte) dictionary.get().number();
    } else {
      target[KIND] = json ? JSON : BINARY;
    }
    try {
      int length =
          packers.use(
              packer ->
                  packer
                      .loadDict(dictionary.map(Dictionary::forPacking).orElse(null))
                      .compressByteArray(
                          target, header, target.length - header, source, 0, source.length));
      return Arrays.copyOf(target, header + length);
    } catch (ZstdException e) {
      throw new Unavailable("A value could not be compressed, nothing was written", e);
    }
  }

  private static Value behindMark(Value value) {
    byte[] marked = new byte[PLAIN_HEADER + value.length()];
    System.arraycopy(MARK, 0, marked, 0, MARK.length);
    marked[KIND] = AS_IS;
    value.buffer().get(marked, PLAIN_HEADER, value.length());
    return Value.owning(marked, Format.BINARY);
  }

  /**
   * The value that was stored.
   *
   * @throws Corrupt if it is damaged
   */
  Value unpack(Value stored) {
    if (stored.format() != Format.BINARY || !isMarked(stored)) {
      return stored;
    }
    byte[] bytes = stored.bytes();
    return switch (bytes.length > KIND ? bytes[KIND] : -1) {
      case AS_IS ->
          Value.owning(Arrays.copyOfRange(bytes, PLAIN_HEADER, bytes.length), Format.BINARY);
      case BINARY -> Value.owning(unpacked(bytes, PLAIN_HEADER), Format.BINARY);
      case JSON -> Value.owning(unpacked(bytes, PLAIN_HEADER), Format.JSON);
      case BINARY_WITH_DICTIONARY ->
          Value.owning(unpacked(bytes, DICTIONARY_HEADER), Format.BINARY);
      case JSON_WITH_DICTIONARY -> Value.owning(unpacked(bytes, DICTIONARY_HEADER), Format.JSON);
      default -> throw new Corrupt("A compressed value is of no known kind");
    };
  }

  private byte[] unpacked(byte[] stored, int header) {
    int length = stored.length - header;
    long size = length < 1 ? -1 : Zstd.getFrameContentSize(stored, header, length, true);
    if (size < 0 || size > mostBytes) {
      throw (Corrupt)
          new Corrupt("A compressed value claims a size that none can have")
              .with("bytes", size)
              .with("limit", mostBytes);
    }
    ZstdDictDecompress dictionary =
        header == DICTIONARY_HEADER
            ? dictionaries.numbered(Byte.toUnsignedInt(stored[PLAIN_HEADER])).forUnpacking()
            : null;
    byte[] content = new byte[(int) size];
    try {
      int found =
          unpackers.use(
              unpacker ->
                  unpacker
                      .loadDict(dictionary)
                      .decompressByteArray(content, 0, content.length, stored, header, length));
      if (found != content.length) {
        throw new Corrupt("A compressed value has not the size that it claims");
      }
      return content;
    } catch (ZstdException e) {
      throw new Corrupt("A compressed value is damaged", e);
    }
  }

  /** Frees native memory: now, or when it is no longer in use. */
  void close() {
    packers.close();
    unpackers.close();
  }

  private static boolean isMarked(Value value) {
    return value.length() >= MARK.length
        && value.buffer().limit(MARK.length).equals(ByteBuffer.wrap(MARK));
  }
}
