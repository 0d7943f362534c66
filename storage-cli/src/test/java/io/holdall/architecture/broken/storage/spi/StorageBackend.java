package io.holdall.architecture.broken.storage.spi;

interface StorageBackend {
  void required();

  default void forgettable() {}
}
