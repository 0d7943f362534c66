package io.holdall.emulators.azurite;

/** In what a service can be worse than Azure. */
public enum Weakness {
  /** Takes {@code If-None-Match} for nothing. */
  IGNORES_IF_NONE_MATCH,
  /** Takes {@code If-Match} of a writing for nothing. */
  IGNORES_IF_MATCH,
  /** Takes {@code If-Match} of a removal for nothing. */
  IGNORES_IF_MATCH_ON_DELETE,
  /** Does not know how to begin a listing anywhere, as services before February 2026. */
  IGNORES_START_FROM,
  /** Has a hierarchical namespace. */
  HIERARCHICAL
}
