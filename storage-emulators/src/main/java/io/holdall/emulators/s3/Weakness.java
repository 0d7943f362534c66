package io.holdall.emulators.s3;

/** In what a service can be worse than S3. */
public enum Weakness {
  /** Takes {@code If-None-Match} for nothing. */
  IGNORES_IF_NONE_MATCH,
  /** Takes {@code If-Match} of a writing for nothing. */
  IGNORES_IF_MATCH,
  /** Takes {@code If-Match} of a removal for nothing. */
  IGNORES_IF_MATCH_ON_DELETE,
  /** Looks at the conditions first and writes a little later. */
  LOOKS_BEFORE_IT_WRITES
}
