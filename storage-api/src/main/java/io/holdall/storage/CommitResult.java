package io.holdall.storage;

import java.util.Map;

/**
 * What a commit gave back.
 *
 * @param versions the version of every key that the batch put
 */
public record CommitResult(Map<Key, Version> versions) {
  /** Copies the map. */
  public CommitResult {
    versions = Map.copyOf(versions);
  }

  /**
   * The version that the key got.
   *
   * @throws StorageException.InvalidArgument if the batch did not put the key
   */
  public Version version(Key key) {
    Version version = versions.get(key);
    if (version == null) {
      throw new StorageException.InvalidArgument("The batch did not put this key").with("key", key);
    }
    return version;
  }
}
