package io.holdall.models.conversations;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Short texts that nobody else gives out, in this process or another. */
final class Nonces {
  /** How many characters one has at most, all of them plain in a key. */
  static final int LONGEST = 26;

  private static final String PREFIX = prefix();
  private static final AtomicLong COUNT = new AtomicLong();

  private Nonces() {}

  static String next() {
    return PREFIX + Long.toString(COUNT.incrementAndGet(), Character.MAX_RADIX);
  }

  /** 72 random bits in 12 characters. */
  private static String prefix() {
    byte[] random = new byte[9];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random) + '.';
  }
}
