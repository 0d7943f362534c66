package io.holdall.storage.spi.objects;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.Capabilities.Durability;
import java.time.Duration;

/** What settings of every store of objects must be, and what every one can do. */
public final class ObjectSettings {
  private ObjectSettings() {}

  /**
   * The number of a setting.
   *
   * @throws Configuration unless it is from the least to the most
   */
  public static int within(String name, long value, int least, int most) {
    if (value < least || value > most) {
      throw new Configuration("Setting '%s' must be from %d to %d".formatted(name, least, most));
    }
    return (int) value;
  }

  /**
   * The duration of a setting.
   *
   * @throws Configuration unless it is longer than nothing
   */
  public static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new Configuration("Setting '%s' must be longer than nothing".formatted(name));
    }
    return value;
  }

  /**
   * What a store can do that keeps an entry as one object of a service.
   *
   * @param prefix what the names of all its objects begin with
   * @param longestName how many characters the service's names may have
   */
  public static Capabilities.Builder capabilities(String type, String prefix, int longestName) {
    return Capabilities.of(type)
        .atomicity(Atomicity.ENTRY)
        .durability(Durability.POWER)
        .multipleWriters(true)
        .distributed(true)
        .maxKeyBytes(Math.min(Key.MAX_ENCODED_BYTES, longestName - prefix.length()));
  }
}
