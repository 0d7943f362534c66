package io.holdall.storage.decorator.access;

import io.holdall.storage.Key;
import io.holdall.storage.Principal;
import io.holdall.storage.StorageException.AccessDenied;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts every denial and logs some: at most {@value #LOGGED_PER_SECOND} a second, and then how
 * many were left out, so that nobody fills the disk by asking for what is not allowed.
 */
final class Denials implements AccessStatistics {
  static final int LOGGED_PER_SECOND = 20;

  private static final long SECOND = 1_000_000_000;
  private static final int LONGEST_NAME = 64;

  private final Map<Permission, LongAdder> counts = new EnumMap<>(Permission.class);
  private final LongSupplier nanoTime;
  private final Consumer<String> log;

  // Guarded by this.
  private long second;
  private int logged;
  private long leftOut;

  Denials(LongSupplier nanoTime, Consumer<String> log) {
    this.nanoTime = nanoTime;
    this.log = log;
    this.second = nanoTime.getAsLong();
    for (Permission permission : Permission.values()) {
      counts.put(permission, new LongAdder());
    }
  }

  @Override
  public long denied() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  @Override
  public long denied(Permission permission) {
    LongAdder count = counts.get(permission);
    return count == null ? 0 : count.sum();
  }

  /** Tells of a key that was kept from a caller. */
  void count(Optional<Principal> principal, Permission permission, Key key) {
    record(principal, permission, key.encoded());
  }

  /** Tells of a write that is refused, and gives the exception to throw. */
  AccessDenied refused(Optional<Principal> principal, Permission permission, Key key) {
    record(principal, permission, key.encoded());
    AccessDenied error = new AccessDenied("The policy does not allow this");
    error.with("key", key);
    return attributed(error, principal, permission);
  }

  /** Tells of something refused that is about no key, and gives the exception to throw. */
  AccessDenied refused(Optional<Principal> principal, Permission permission, String text) {
    record(principal, permission, "the store");
    AccessDenied error = new AccessDenied(text);
    return attributed(error, principal, permission);
  }

  private static AccessDenied attributed(
      AccessDenied error, Optional<Principal> principal, Permission permission) {
    error.with("principal", shown(principal)).with("needs", name(permission));
    error.with("reason", "policy");
    return error;
  }

  private void record(Optional<Principal> principal, Permission permission, String what) {
    LongAdder count = counts.get(permission);
    if (count != null) {
      count.increment();
    }
    long omitted = mayLog();
    if (omitted > 0) {
      log.accept("Access denied %d more times, not logged one by one".formatted(omitted));
    }
    if (omitted >= 0) {
      log.accept(
          "Access denied: %s may not %s %s".formatted(shown(principal), name(permission), what));
    }
  }

  /** How many have been left out since the last one logged, or -1 if this is to be left out too. */
  private synchronized long mayLog() {
    long now = nanoTime.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      logged = 0;
    }
    if (logged == LOGGED_PER_SECOND) {
      leftOut++;
      return -1;
    }
    logged++;
    long omitted = leftOut;
    leftOut = 0;
    return omitted;
  }

  /** As in keys: a name comes from outside and must not break out of its line. */
  private static String shown(Optional<Principal> principal) {
    return principal.map(who -> encoded(who.name())).orElse("(nobody)");
  }

  private static String encoded(String name) {
    int end = Math.min(name.length(), LONGEST_NAME);
    byte[] replaced = name.substring(0, end).getBytes(StandardCharsets.UTF_8); // no surrogates
    String shown = Key.of(new String(replaced, StandardCharsets.UTF_8)).encoded();
    return end == name.length() ? shown : shown + "…";
  }

  private static String name(Permission permission) {
    return permission.name().toLowerCase(Locale.ROOT);
  }
}
