package io.holdall.storage.spi;

/**
 * Marks the type of an {@linkplain StorageBackend#extension extension} as one whose methods change
 * nothing that is stored, whatever they are given.
 *
 * <p>A decorator that only forbids, counts or delays writes hands such an extension on without
 * knowing its type. One that hides or transforms data does not: reading past it would show what may
 * not be seen, or what makes no sense.
 */
public interface ReadingExtension {
  /** Whether extensions of this type only read. */
  static boolean isMarked(Class<?> type) {
    return ReadingExtension.class.isAssignableFrom(type);
  }
}
