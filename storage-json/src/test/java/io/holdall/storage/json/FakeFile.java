package io.holdall.storage.json;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** A file of a {@link FaultyDisk}: what a process sees, and what is on the platters. */
final class FakeFile {
  private static final int SECTOR = 16;

  byte[] data = new byte[256];
  int length;

  private byte[] durable = new byte[0];
  private int durableLength;
  private final BitSet dirty = new BitSet();

  void write(int position, byte[] bytes, int offset, int count) {
    int end = position + count;
    if (end > data.length) {
      data = Arrays.copyOf(data, Math.max(end, 2 * data.length));
    }
    System.arraycopy(bytes, offset, data, position, count);
    length = Math.max(length, end);
    dirty.set(position, end);
  }

  void truncate(int newLength) {
    length = newLength;
    Arrays.fill(data, newLength, data.length, (byte) 0);
    dirty.clear(newLength, Math.max(newLength, dirty.length()));
  }

  void sync() {
    durable = Arrays.copyOf(durable, Math.max(durable.length, length));
    for (int i = dirty.nextSetBit(0); i >= 0; i = dirty.nextSetBit(i + 1)) {
      durable[i] = data[i];
    }
    dirty.clear();
    Arrays.fill(durable, length, durable.length, (byte) 0);
    durableLength = length;
  }

  /** Some of it reaches the disk; the rest is not tried again. */
  void failSync(Random random) {
    losePower(random, false);
    dirty.clear();
  }

  void losePower(Random random) {
    losePower(random, true);
    data = Arrays.copyOf(durable, Math.max(256, durableLength));
    length = durableLength;
    dirty.clear();
  }

  private void losePower(Random random, boolean mayKeepLength) {
    int newLength =
        switch (random.nextInt(mayKeepLength ? 3 : 2)) {
          case 0 -> Math.max(durableLength, length);
          case 1 ->
              Math.min(durableLength, length)
                  + random.nextInt(Math.abs(length - durableLength) + 1);
          default -> durableLength;
        };
    durable = Arrays.copyOf(durable, Math.max(durable.length, newLength));
    for (int start = 0; start < newLength; start += SECTOR) {
      if (random.nextBoolean()) {
        for (int i = start; i < Math.min(start + SECTOR, newLength); i++) {
          if (dirty.get(i)) {
            durable[i] = data[i];
          }
        }
      }
    }
    Arrays.fill(durable, newLength, durable.length, (byte) 0);
    durableLength = newLength;
  }
}
