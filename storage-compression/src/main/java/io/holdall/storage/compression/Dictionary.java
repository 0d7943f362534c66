package io.holdall.storage.compression;

import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;

/**
 * A dictionary ready to be used. Its native memory is freed with the object, never before: another
 * thread may be using it while the store is closed.
 *
 * @param number counted from 1, as values refer to it
 */
record Dictionary(int number, ZstdDictCompress forPacking, ZstdDictDecompress forUnpacking) {
  static Dictionary of(int number, byte[] bytes, int level) {
    return new Dictionary(
        number, new ZstdDictCompress(bytes, level), new ZstdDictDecompress(bytes));
  }
}
