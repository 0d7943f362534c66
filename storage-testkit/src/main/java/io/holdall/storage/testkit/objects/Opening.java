package io.holdall.storage.testkit.objects;

import java.time.Duration;

/**
 * How a test wants its store opened.
 *
 * @param concurrency how many requests are under way at most
 * @param requestTimeout how long one request may take
 * @param timeout how long a call repeats what fails
 * @param conditions whether conditions are kept, and tried when the store is opened
 */
public record Opening(
    int concurrency, Duration requestTimeout, Duration timeout, boolean conditions) {
  /** With 64 requests at once, times that no test reaches, and conditions. */
  public static Opening usual() {
    return new Opening(64, Duration.ofSeconds(20), Duration.ofSeconds(30), true);
  }

  /** The same with another concurrency. */
  public Opening concurrency(int value) {
    return new Opening(value, requestTimeout, timeout, conditions);
  }

  /** The same with another time for requests. */
  public Opening requestTimeout(Duration value) {
    return new Opening(concurrency, value, timeout, conditions);
  }

  /** The same with another time for calls. */
  public Opening timeout(Duration value) {
    return new Opening(concurrency, requestTimeout, value, conditions);
  }

  /** The same without conditions. */
  public Opening withoutConditions() {
    return new Opening(concurrency, requestTimeout, timeout, false);
  }
}
