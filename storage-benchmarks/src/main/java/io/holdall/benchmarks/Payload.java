package io.holdall.benchmarks;

import io.holdall.storage.Key;
import io.holdall.storage.Value;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is written in every benchmark: chat messages of 400 bytes under the keys of conversations.
 */
final class Payload {
  static final int VALUE_BYTES = 400;

  /** How many messages a session has. */
  static final int MESSAGES = 100;

  private static final String SHAPE =
      "{\"message\":{\"role\":\"user\",\"content\":\"%s\"},\"time\":\"2026-01-01T00:00:00.000000Z\"}";
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789";
  private static final int FILL = VALUE_BYTES - SHAPE.length() + 2;

  private Payload() {}

  /**
   * A JSON text of exactly 400 bytes, different each time: identical pages would spare the disk
   * work.
   */
  static String json() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder text = new StringBuilder(FILL);
    for (int i = 0; i < FILL; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return String.format(Locale.ROOT, SHAPE, text);
  }

  static Value value() {
    return Value.json(json());
  }

  /** What the keys of a session's messages begin with. */
  static Key session(long n) {
    return Key.of("conversations", "session_" + n, "messages");
  }

  /** The key of the n-th message, a hundred to a session. */
  static Key key(long n) {
    return session(n / MESSAGES).child(n % MESSAGES);
  }
}
