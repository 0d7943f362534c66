package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageView;
import io.holdall.storage.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scans in pages: nothing twice, nothing missing, no page for nothing. */
interface PageContract {
  @Test
  @Case(36)
  default void pagesAreFullAndTheLastOneIsNeverEmpty(StoreUnderTest store) {
    Map<Key, Value> values = new TreeMap<>();
    for (int count = 0; count <= 6; count++) {
      for (int limit : new int[] {1, 2, 3, 5, 6, 7}) {
        assertPages(store.storage(), Scan.under(Key.of("r")).limit(limit), count);
        assertPages(store.storage(), Scan.under(Key.of("r")).limit(limit).reversed(), count);
        assertPages(store.storage(), Scan.all().limit(limit).keysOnly(), count);
      }
      store.storage().put(child(count), Samples.text("r " + count));
      values.put(child(count), Samples.text("r " + count));
    }
    Contents.assertHolds(store.storage(), values);
  }

  @Test
  @Case(36)
  default void noFurtherPageIsPromisedForEntriesOutsideTheRange(StoreUnderTest store) {
    store.putAll(Samples.numbered("a", 3));
    store.putAll(Samples.numbered("r", 4));
    store.putAll(Samples.numbered("z", 3));
    for (int limit : new int[] {1, 2, 4, 5}) {
      assertPages(store.storage(), Scan.under(Key.of("r")).limit(limit), 4);
      assertPages(store.storage(), Scan.under(Key.of("r")).limit(limit).reversed(), 4);
    }
  }

  @Test
  @Case(36)
  default void pagesOfLargeValuesMissNothing(StoreUnderTest store) {
    int length = Math.min(300_000, store.capabilities().maxValueBytes());
    Map<Key, Value> values = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      values.put(child(i), Samples.filled(length + (i == 4 ? 0 : -i), i));
    }
    values.forEach(store.storage()::put);
    for (Scan scan : List.of(Scan.all(), Scan.all().limit(4), Scan.all().reversed())) {
      List<Entry> seen = new ArrayList<>();
      for (Page page : pages(store.storage(), scan, page -> {})) {
        seen.addAll(page.entries());
      }
      Contents.showing(assertThat(Contents.valuesOf(seen))).as("%s", scan).isEqualTo(values);
    }
  }

  @Test
  @Case(38)
  default void changesBetweenPagesNeitherRepeatNorSkip(StoreUnderTest store) {
    assertChangesBetweenPagesAreHarmless(store, Scan.under(Key.of("r")).limit(3));
  }

  @Test
  @Case(38)
  default void changesBetweenReversedPagesNeitherRepeatNorSkip(StoreUnderTest store) {
    assertChangesBetweenPagesAreHarmless(store, Scan.under(Key.of("r")).limit(3).reversed());
  }

  @Test
  @Case(39)
  default void aScanContinuesAfterReopening(StoreUnderTest store) {
    store.needPersistence();
    store.putAll(Samples.numbered("r", 10));
    Scan scan = Scan.under(Key.of("r")).limit(4);
    for (Scan direction : List.of(scan, scan.reversed())) {
      Page first = store.storage().scan(direction);
      Key last = first.next().orElseThrow();
      store.storage().delete(last);
      store.reopen();
      List<Key> rest = Scans.keys(store.storage(), direction.after(last));
      assertThat(rest).as("the rest of %s after reopening", direction).hasSize(6);
      assertThat(rest)
          .doesNotContainAnyElementsOf(first.entries().stream().map(Entry::key).toList());
      store.storage().put(last, Samples.text("back"));
    }
  }

  /** Between the pages, deletes the last key seen and inserts before and behind it. */
  private static void assertChangesBetweenPagesAreHarmless(StoreUnderTest store, Scan scan) {
    Map<Key, Value> stable = new TreeMap<>();
    LongStream.range(0, 12).forEach(i -> stable.put(child(i * 10), Samples.text("stable " + i)));
    store.putAll(stable);
    Set<Key> gone = new HashSet<>();
    Consumer<Page> change =
        page -> {
          Key last = page.entries().get(page.entries().size() - 1).key();
          long number = last.number().orElseThrow();
          store.storage().put(child(number + 1), Samples.text("inserted"));
          store.storage().put(child(Math.max(0, number - 1)), Samples.text("inserted"));
          store.storage().put(child(5), Samples.text("at the beginning"));
          store.storage().put(child(115), Samples.text("at the end"));
          store.storage().delete(last);
          gone.add(last);
        };
    List<Key> seen = new ArrayList<>();
    for (Page page : pages(store.storage(), scan, change)) {
      page.entries().forEach(entry -> seen.add(entry.key()));
    }
    assertThat(seen).as("keys seen by %s", scan).doesNotHaveDuplicates();
    assertThat(seen).as("keys seen by %s", scan).containsAll(stable.keySet());
    List<Key> ordered = new ArrayList<>(seen);
    ordered.sort(scan.isReverse() ? Collections.reverseOrder() : null);
    assertThat(seen).as("order of %s", scan).isEqualTo(ordered);
    assertThat(gone).isNotEmpty();
  }

  private static void assertPages(Storage storage, Scan scan, int count) {
    List<Page> pages = pages(storage, scan, page -> {});
    List<Integer> sizes = pages.stream().map(page -> page.entries().size()).toList();
    List<Integer> expected = new ArrayList<>();
    for (int left = count; left > 0; left -= scan.limit()) {
      expected.add(Math.min(left, scan.limit()));
    }
    assertThat(sizes)
        .as("sizes of the pages of %s over %d entries", scan, count)
        .isEqualTo(expected.isEmpty() ? List.of(0) : expected);
  }

  /** Every page; tells of each but the last before the next is asked for. */
  private static List<Page> pages(StorageView view, Scan scan, Consumer<Page> between) {
    List<Page> pages = new ArrayList<>();
    Page page = view.scan(scan);
    pages.add(page);
    while (page.more()) {
      assertThat(page.entries()).as("a page of %s that is not the last", scan).isNotEmpty();
      assertThat(pages).as("pages of %s, which has no end", scan).hasSizeLessThan(10_000);
      between.accept(page);
      page = view.scan(scan.after(page.next().orElseThrow()));
      pages.add(page);
    }
    return pages;
  }

  private static Key child(long number) {
    return Key.of("r").child(number);
  }
}
