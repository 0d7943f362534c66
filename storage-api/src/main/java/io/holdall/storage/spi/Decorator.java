package io.holdall.storage.spi;

/**
 * Something that can be put around a backend: caching, encryption, access control. What it returns
 * implements every method of {@link StorageBackend} itself and closes its delegate when it is
 * closed.
 */
@FunctionalInterface
public interface Decorator {
  /** The backend with this around it. */
  StorageBackend decorate(StorageBackend delegate);
}
