package io.holdall.storage.decorator.access;

import io.holdall.storage.KeyRange;

/** What ranges of keys have in common. */
final class Ranges {
  private Ranges() {}

  static boolean overlap(KeyRange one, KeyRange other) {
    return !common(one, other).isEmpty();
  }

  static boolean contains(KeyRange outer, KeyRange inner) {
    return outer.from().compareTo(inner.from()) <= 0 && inner.to().compareTo(outer.to()) <= 0;
  }

  /** The keys that are in both; an empty range if there are none. */
  static KeyRange common(KeyRange one, KeyRange other) {
    return new KeyRange(
        one.from().compareTo(other.from()) >= 0 ? one.from() : other.from(),
        one.to().compareTo(other.to()) <= 0 ? one.to() : other.to());
  }
}
