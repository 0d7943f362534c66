package io.holdall.storage;

/**
 * What a value's bytes are meant to be. A backend uses it to store JSON so that other tools can
 * read it; it never changes the bytes that come back.
 */
public enum Format {
  /** JSON text in UTF-8. Declared by the caller, not checked. */
  JSON,
  /** Any bytes. */
  BINARY
}
