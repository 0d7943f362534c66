package io.holdall.storage.spi;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Setting.Kind;
import java.util.List;

/** The settings of the limits that every backend has in the same way. */
public final class LimitSettings {
  private static final String VALUE = "max-value-bytes";
  private static final String OPERATIONS = "max-batch-operations";
  private static final String BATCH = "max-batch-bytes";

  private static final List<Setting> ALL =
      List.of(
          Setting.optional(VALUE, Kind.BYTES, "16MiB", "the largest value, in bytes"),
          Setting.optional(OPERATIONS, Kind.INTEGER, "10000", "the most operations in a batch"),
          Setting.optional(
              BATCH, Kind.BYTES, "64MiB", "the largest batch, in bytes of keys and values"));

  private LimitSettings() {}

  /** The settings, to be added to a factory's own. */
  public static List<Setting> all() {
    return ALL;
  }

  /** Sets the limits that the settings name. */
  public static Capabilities.Builder apply(Settings settings, Capabilities.Builder capabilities) {
    return capabilities
        .maxValueBytes((int) within(settings.bytes(VALUE), VALUE, Integer.MAX_VALUE - 64))
        .maxBatchOperations(
            (int) within(settings.integer(OPERATIONS), OPERATIONS, Integer.MAX_VALUE))
        .maxBatchBytes(within(settings.bytes(BATCH), BATCH, Long.MAX_VALUE));
  }

  private static long within(long number, String name, long most) {
    if (number < 1 || number > most) {
      throw new Configuration("Setting '%s' must be from 1 to %d".formatted(name, most));
    }
    return number;
  }
}
