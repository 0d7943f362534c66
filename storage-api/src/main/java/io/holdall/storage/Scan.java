package io.holdall.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question for a page of entries in the order of their keys: which range, from where on, how
 * many, in which direction, with or without values. Immutable; each method gives a changed copy.
 *
 * <pre>{@code
 * Scan newestFirst = Scan.under(Key.of("conversations", "s1", "messages")).reversed().limit(50);
 * }</pre>
 */
public final class Scan {
  /** How many entries a page has at most when nothing else is said. */
  public static final int DEFAULT_LIMIT = 1_000;

  private final KeyRange bounds;
  private final @Nullable Key after;
  private final int limit;
  private final boolean reverse;
  private final boolean keysOnly;

  private Scan(KeyRange bounds, @Nullable Key after, int limit, boolean reverse, boolean keysOnly) {
    this.bounds = bounds;
    this.after = after;
    this.limit = limit;
    this.reverse = reverse;
    this.keysOnly = keysOnly;
  }

  /** Everything. */
  public static Scan all() {
    return over(KeyRange.all());
  }

  /**
   * Everything under the key, by segments: under {@code foo} lies {@code foo/x}, but neither {@code
   * foo} itself nor {@code foo.bar}.
   */
  public static Scan under(Key ancestor) {
    return over(KeyRange.under(ancestor));
  }

  /** The keys from one inclusive to another exclusive. */
  public static Scan between(Key from, Key to) {
    return over(KeyRange.between(from, to));
  }

  /** The keys of a range. */
  public static Scan over(KeyRange range) {
    return new Scan(range, null, DEFAULT_LIMIT, false, false);
  }

  /**
   * Only what comes after this key in the direction of the scan, the key itself excluded. The key
   * need not exist. A scan is continued with the last key of the page before.
   */
  public Scan after(Key key) {
    return new Scan(bounds, key, limit, reverse, keysOnly);
  }

  /**
   * At most this many entries a page.
   *
   * @throws StorageException.InvalidArgument if less than 1
   */
  public Scan limit(int entries) {
    if (entries < 1) {
      throw new StorageException.InvalidArgument("The limit of a scan must be at least 1")
          .with("limit", entries);
    }
    return new Scan(bounds, after, entries, reverse, keysOnly);
  }

  /** From the last key to the first. */
  public Scan reversed() {
    return new Scan(bounds, after, limit, !reverse, keysOnly);
  }

  /** Entries without values. */
  public Scan keysOnly() {
    return new Scan(bounds, after, limit, reverse, true);
  }

  /** The range asked for, before {@link #after(Key)} narrows it. */
  public KeyRange bounds() {
    return bounds;
  }

  /** What is left of the range: what a backend has to look through. */
  public KeyRange range() {
    if (after == null) {
      return bounds;
    }
    return reverse ? bounds.before(after) : bounds.after(after);
  }

  /** The key after which the scan goes on. */
  public Optional<Key> after() {
    return Optional.ofNullable(after);
  }

  /** How many entries a page has at most. */
  public int limit() {
    return limit;
  }

  /** Whether the scan goes from the last key to the first. */
  public boolean isReverse() {
    return reverse;
  }

  /** Whether entries come without values. */
  public boolean isKeysOnly() {
    return keysOnly;
  }

  @Override
  public String toString() {
    return "Scan[%s to %s%s, limit %d%s]"
        .formatted(
            range().from(),
            range().to().equals(KeyRange.END) ? "the end" : range().to(),
            reverse ? ", reversed" : "",
            limit,
            keysOnly ? ", keys only" : "");
  }
}
