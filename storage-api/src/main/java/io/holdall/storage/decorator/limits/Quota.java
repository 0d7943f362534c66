package io.holdall.storage.decorator.limits;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much may lie under a key.
 *
 * @param prefix the key, which counts itself; null for the whole store
 * @param entries the most entries
 * @param bytes the most bytes of keys and values
 */
record Quota(@Nullable Key prefix, long entries, long bytes) {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  static Quota ofAll() {
    return new Quota(null, NO_LIMIT, NO_LIMIT);
  }

  static Quota of(Key prefix) {
    return new Quota(prefix, NO_LIMIT, NO_LIMIT);
  }

  Quota withEntries(long limit) {
    return new Quota(prefix, limit, bytes);
  }

  Quota withBytes(long limit) {
    return new Quota(prefix, entries, limit);
  }

  /** Both limits of the same key; the other's where both have one. */
  Quota and(Quota other) {
    return new Quota(
        prefix,
        other.entries == NO_LIMIT ? entries : other.entries,
        other.bytes == NO_LIMIT ? bytes : other.bytes);
  }

  boolean covers(Key key) {
    return prefix == null || key.equals(prefix) || key.isUnder(prefix);
  }

  boolean limitsBytes() {
    return bytes != NO_LIMIT;
  }

  boolean limitsEntries() {
    return entries != NO_LIMIT;
  }

  /** What people call it: the encoded key, or nothing for the whole store. */
  String name() {
    return prefix == null ? "" : prefix.encoded();
  }

  /** The ranges that hold everything it covers: the key itself, and what is under it. */
  List<KeyRange> ranges() {
    return prefix == null
        ? List.of(KeyRange.all())
        : List.of(alone(prefix), KeyRange.under(prefix));
  }

  /** From the key to what follows it at once. */
  private static KeyRange alone(Key key) {
    return new KeyRange(key.encoded(), KeyRange.all().after(key).from());
  }
}
