package io.holdall.storage.decorator.caching;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of a cache since it was opened, as they were at one moment. An extension of a cached
 * store:
 *
 * <pre>{@code
 * storage.extension(CachingStatistics.class).ifPresent(cache -> gauge.set(cache.hitRatio()));
 * }</pre>
 *
 * @param hits keys answered from memory, absent ones included
 * @param negativeHits those of them that were remembered to be absent
 * @param misses keys that were not in memory; answered by the second tier or the store
 * @param secondTierHits those of them that the second tier answered
 * @param evictions entries that had to leave memory for others
 * @param entries how many entries memory holds, absent ones included
 * @param bytes what they weigh
 * @param secondTierEntries how many entries the second tier holds
 * @param secondTierBytes what they weigh
 * @param secondTierFailures how often the second tier failed or took too long
 */
public record CachingStatistics(
    long hits,
    long negativeHits,
    long misses,
    long secondTierHits,
    long evictions,
    long entries,
    long bytes,
    long secondTierEntries,
    long secondTierBytes,
    long secondTierFailures) {

  /** The part of all keys that memory answered, from 0 to 1; 0 before the first. */
  public double hitRatio() {
    long asked = hits + misses;
    return asked == 0 ? 0 : (double) hits / asked;
  }

  Map<String, String> details(boolean withSecondTier) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("cache hits", hits);
    figures.put("cache negative hits", negativeHits);
    figures.put("cache misses", misses);
    figures.put("cache evictions", evictions);
    figures.put("cache entries", entries);
    figures.put("cache bytes", bytes);
    if (withSecondTier) {
      figures.put("second tier hits", secondTierHits);
      figures.put("second tier entries", secondTierEntries);
      figures.put("second tier bytes", secondTierBytes);
      figures.put("second tier failures", secondTierFailures);
    }
    Map<String, String> details = new LinkedHashMap<>();
    figures.forEach((name, figure) -> details.put(name, Long.toString(figure)));
    return details;
  }
}
