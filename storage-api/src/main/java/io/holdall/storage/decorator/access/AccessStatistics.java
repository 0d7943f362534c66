package io.holdall.storage.decorator.access;

/**
 * How often access was denied since the store was opened, as an extension of a store with access
 * control: {@code storage.extension(AccessStatistics.class)}. A view for a principal does not have
 * it.
 *
 * <p>Counted are refused commits and statistics, and each key of a point read that was answered as
 * if there were no entry because it may not be read. What a scan leaves out is not counted: nobody
 * asked for it by name.
 */
public interface AccessStatistics {
  /** All denials. */
  long denied();

  /** Denials for want of this permission. */
  long denied(Permission permission);
}
