package io.holdall.examples;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;

/** Reads ranges of keys: in pages, backwards, as a stream, and from a frozen view. */
final class E04Scans {
  private E04Scans() {}

  public static void main(String[] args) {
    try (Storage storage = Storage.inMemory()) {
      Key days = Key.of("weather", "Lisbon");
      for (int day = 1; day <= 10; day++) {
        storage.put(days.child(day), Value.json("{\"high\": " + (20 + day) + "}"));
      }

      // Keys are ordered, and child(number) pads numbers so that 10 comes after 9.
      Scan latestFirst = Scan.under(days).reversed().limit(4);
      Page page = storage.scan(latestFirst);
      System.out.println("the last four:  " + numbers(page));
      page = storage.scan(latestFirst.after(page.next().orElseThrow()));
      System.out.println("and before:     " + numbers(page));

      long hot = storage.stream(Scan.under(days)).map(Entry::value).filter(E04Scans::isHot).count();
      System.out.println("days above 25:  " + hot);

      try (StorageSnapshot frozen = storage.snapshot()) {
        storage.delete(days.child(1));
        System.out.println("in the snapshot " + frozen.count(Scan.under(days)) + " days");
        System.out.println("in the store    " + storage.count(Scan.under(days)) + " days");
      }
    }
  }

  private static String numbers(Page page) {
    return page.entries().stream().map(e -> e.key().number().getAsLong()).toList().toString();
  }

  private static boolean isHot(Value value) {
    return Integer.parseInt(value.text().replaceAll("[^0-9]", "")) > 25;
  }
}
