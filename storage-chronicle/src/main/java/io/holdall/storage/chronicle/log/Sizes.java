package io.holdall.storage.chronicle.log;

import io.holdall.storage.StorageException.Configuration;

/**
 * What a Chronicle Map is laid out for.
 *
 * @param entries how many entries
 * @param averageKeyBytes how long an encoded key is on average
 * @param averageValueBytes how long a value is on average
 * @param growth how many times as much it may grow to hold
 */
public record Sizes(long entries, int averageKeyBytes, int averageValueBytes, int growth) {
  /** What is used when nothing is said: 100,000 entries of about 1 KiB, growing to a million. */
  public static final Sizes DEFAULT = new Sizes(100_000, 64, 1024, 10);

  /** Checks the ranges. */
  public Sizes {
    within("entries", entries, 1, 10_000_000_000L);
    within("average-key-bytes", averageKeyBytes, 1, 900);
    within("average-value-bytes", averageValueBytes, 1, 1 << 20);
    within("growth", growth, 1, 1000);
  }

  private static void within(String setting, long number, long least, long most) {
    if (number < least || number > most) {
      throw new Configuration("Setting '%s' must be from %d to %d".formatted(setting, least, most));
    }
  }

  /** How many bytes of keys and values it is laid out for, growth included. */
  public double capacityBytes() {
    return (double) entries * (averageKeyBytes + averageValueBytes) * growth;
  }

  /** What part of it so much takes, from 0; a little more than 1 may fit. */
  public double fullness(long presentEntries, long presentBytes) {
    return Math.max(presentEntries / ((double) entries * growth), presentBytes / capacityBytes());
  }

  /** As people read it. */
  @Override
  public String toString() {
    return "%,d entries of %,d + %,d bytes, growing %d times"
        .formatted(entries, averageKeyBytes, averageValueBytes, growth);
  }
}
