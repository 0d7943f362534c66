package io.holdall.storage.decorator.limits;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Limits the size of values, the entries and bytes in the store or under a key, and the commits per
 * second.
 *
 * <pre>{@code
 * Limits limits = Limits.builder()
 *     .maxValueBytes(1 << 20)
 *     .maxBytes(10L << 30)
 *     .maxEntries(Key.of("conversations"), 1_000_000)
 *     .commitsPerSecond(500)
 *     .build();
 * }</pre>
 *
 * <h2>What it guarantees</h2>
 *
 * <ul>
 *   <li>No commit through it takes the store over a limit of entries or bytes, however many run at
 *       once: what a commit may add is reserved before it, and settled after it. A commit that
 *       would is refused with {@code LimitExceeded}, which names the limit; nothing is written.
 *       What shrinks is always allowed, also where a limit was lowered below what is there.
 *   <li>Bytes are those of encoded keys and values, as the decorator sees them: before compression
 *       and encryption if these stand below it. The key of a limit counts itself and everything
 *       under it. The framework's own collections count like all others.
 *   <li>After a failed commit what it had reserved is free again. After an {@code OutcomeUnknown}
 *       all that it may have written counts as written until a commit would be refused for it; then
 *       everything under the limit is counted anew.
 *   <li>A commit that writes and comes too soon is refused with {@code Unavailable}, whose
 *       attribute {@code retry-after} says when the next is due; the retry decorator waits for it.
 *       Commits that are refused for another limit count as well.
 *   <li>Of the delegate's extensions those are reachable that are known to read only ({@link
 *       io.holdall.storage.spi.ReadingExtension}); any other might write past the limits.
 * </ul>
 *
 * <h2>What it costs</h2>
 *
 * Entries and bytes are counted at the first commit that a limit concerns: by keys alone for
 * entries, and reading every value for bytes; commits wait meanwhile. From then on every commit
 * that a limit concerns first reads the entries that it replaces, and commits of the same key run
 * one after the other. A limit of the value size costs nothing.
 *
 * <p><b>Other processes</b> that write to the same store keep counts of their own. Each of them
 * keeps the limit by its own count, which the others' writes leave behind; together they may exceed
 * it. The same is true of a commit that arrives after its outcome was reported as unknown and
 * everything was counted anew.
 */
public final class Limits implements Decorator {
  static final String TYPE = "limits";

  private final Builder settings;

  private Limits(Builder settings) {
    this.settings = settings;
  }

  /** Without any limit; they are set by name. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    Optional<CommitRate> rate =
        settings.commitsPerSecond == 0
            ? Optional.empty()
            : Optional.of(
                new CommitRate(settings.commitsPerSecond, settings.burst, settings.nanoTime));
    List<Usage> usages = settings.quotas.values().stream().map(Usage::new).toList();
    return new LimitedBackend(delegate, settings.maxValueBytes, usages, rate);
  }

  @Override
  public String name() {
    return TYPE;
  }

  /** Collects limits; not thread-safe. */
  public static final class Builder {
    private final Map<String, Quota> quotas = new LinkedHashMap<>();
    private int maxValueBytes = Integer.MAX_VALUE;
    private int commitsPerSecond;
    private int burst;
    private LongSupplier nanoTime = System::nanoTime;

    private Builder() {}

    private Builder(Builder from) {
      quotas.putAll(from.quotas);
      maxValueBytes = from.maxValueBytes;
      commitsPerSecond = from.commitsPerSecond;
      burst = from.burst;
      nanoTime = from.nanoTime;
    }

    /** The largest value, in bytes, where the backend does not take less anyway. */
    public Builder maxValueBytes(int bytes) {
      maxValueBytes = (int) positive("max-value-bytes", bytes);
      return this;
    }

    /** The most entries in the store. */
    public Builder maxEntries(long entries) {
      return change(Quota.ofAll().withEntries(positive("max-entries", entries)));
    }

    /** The most entries under the key, itself included. */
    public Builder maxEntries(Key prefix, long entries) {
      return change(Quota.of(prefix).withEntries(positive("max-entries", entries)));
    }

    /** The most bytes of keys and values in the store. */
    public Builder maxBytes(long bytes) {
      return change(Quota.ofAll().withBytes(positive("max-bytes", bytes)));
    }

    /** The most bytes of keys and values under the key, itself included. */
    public Builder maxBytes(Key prefix, long bytes) {
      return change(Quota.of(prefix).withBytes(positive("max-bytes", bytes)));
    }

    /** How many commits that write are let through per second, and at most that many at once. */
    public Builder commitsPerSecond(int commits) {
      return commitsPerSecond(commits, commits);
    }

    /**
     * How many commits that write are let through per second, on average.
     *
     * @param burst how many may come at once after a pause
     */
    public Builder commitsPerSecond(int commits, int burst) {
      this.commitsPerSecond = (int) positive("commits-per-second", commits);
      this.burst = (int) positive("burst", burst);
      return this;
    }

    /** Another clock than {@link System#nanoTime()}, for tests. */
    Builder nanoTime(LongSupplier clock) {
      nanoTime = clock;
      return this;
    }

    /** The limits. */
    public Limits build() {
      return new Limits(new Builder(this));
    }

    private Builder change(Quota quota) {
      quotas.merge(quota.name(), quota, Quota::and);
      return this;
    }

    private static long positive(String name, long number) {
      if (number < 1) {
        throw new Configuration("A limit must be at least 1")
            .with("setting", name)
            .with("limit", number);
      }
      return number;
    }
  }
}
