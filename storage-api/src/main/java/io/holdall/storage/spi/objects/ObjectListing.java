package io.holdall.storage.spi.objects;

import io.holdall.storage.Version;
import java.util.List;

/**
 * Some names with what the service knows without opening the objects.
 *
 * @param objects in the order of the bytes of their names
 * @param more whether the service has further names after these
 */
public record ObjectListing(List<Listed> objects, boolean more) {
  /** Copies the list. */
  public ObjectListing {
    objects = List.copyOf(objects);
  }

  /**
   * One object.
   *
   * @param name its whole name
   * @param version its version, the same that reading it gives
   * @param bytes how large it is as it is stored
   */
  public record Listed(String name, Version version, long bytes) {}
}
