package io.holdall.examples;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.decorator.caching.CachingStatistics;
import io.holdall.storage.json.JsonBackend;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads from memory what fits there, from a local database what had to leave it, and from the store
 * only the rest. A commit is seen at once, wherever the old value was kept.
 */
final class E13TwoTierCache {
  private static final Key PAGES = Key.of("pages");
  private static final int COUNT = 50;

  private E13TwoTierCache() {}

  public static void main(String[] args) {
    Caching caching =
        Caching.builder(10_000) // room for some thirty pages
            .secondTier(SqliteBackend.open(Path.of("cache.db")), Duration.ofMinutes(10))
            .build();
    try (Storage storage =
        Storage.builder(JsonBackend.open(Path.of("data"))).with(caching).open()) {
      for (int n = 0; n < COUNT; n++) {
        storage.put(PAGES.child(n), Value.json("\"page " + n + ", first edition\""));
      }
      while (figures(storage).secondTierHits() < COUNT) { // it is filled behind our back
        readAll(storage);
      }
      System.out.println("memory holds them all: " + (figures(storage).entries() == COUNT));
      System.out.println("absent: " + storage.get(PAGES.child(99)).isEmpty());

      storage.put(PAGES.child(7), Value.json("\"page 7, second edition\""));
      readAll(storage);
      storage.get(PAGES.child(7)).ifPresent(page -> System.out.println(page.value().text()));
    }
  }

  private static void readAll(Storage storage) {
    for (int n = 0; n < COUNT; n++) {
      storage.get(PAGES.child(n));
    }
  }

  private static CachingStatistics figures(Storage storage) {
    return storage.extension(CachingStatistics.class).orElseThrow();
  }
}
