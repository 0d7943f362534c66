package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scans that list keys at the store and take values from the cache. */
class ListedScansTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Scan ALL = Scan.under(Key.of("k"));

  private final CacheUnderTest cache = CacheUnderTest.ofObjects(MINUTE, new MemoryBackend());

  @AfterEach
  void close() {
    cache.storage.close();
  }

  @Test
  void valuesAreReadOnceAndListedEachTime() {
    fill(40);
    assertThat(texts()).hasSize(40);
    int first = cache.reads();
    assertThat(texts()).hasSize(40);

    assertThat(first).isGreaterThan(0);
    assertThat(cache.reads()).isEqualTo(first);
  }

  @Test
  void whatOthersHaveWrittenIsSeenAtOnceAndOnlyThatIsRead() {
    fill(3);
    texts();
    int before = cache.reads();
    cache.putElsewhere(key(1), "\"new\"");
    cache.putElsewhere(key(7), "\"more\"");

    assertThat(texts()).containsExactly("\"v0\"", "\"new\"", "\"v2\"", "\"more\"");
    assertThat(cache.reads()).isEqualTo(before + 1);
  }

  @Test
  void whatOthersHaveDeletedIsNotThere() {
    fill(3);
    texts();
    cache.others.commit(WriteBatch.builder().delete(key(1)).build());

    assertThat(texts()).containsExactly("\"v0\"", "\"v2\"");
  }

  @Test
  void ownCommitsAreServedWithoutReading() {
    cache.put(key(0), "\"mine\"");
    assertThat(texts()).containsExactly("\"mine\"");
    assertThat(cache.reads()).isZero();
  }

  @Test
  void ageMakesNoDifferenceToAScanAndStillDoesToAPointRead() {
    fill(2);
    texts();
    int before = cache.reads();
    cache.clock.advance(MINUTE.multipliedBy(100));

    assertThat(texts()).containsExactly("\"v0\"", "\"v1\"");
    assertThat(cache.reads()).isEqualTo(before);
    assertThat(cache.text(key(0))).contains("\"v0\"");
    assertThat(cache.reads()).isEqualTo(before + 1);
  }

  @Test
  void theSecondTierServesThemToo() {
    fill(20);
    texts();
    cache.clock.advance(MINUTE.multipliedBy(2)); // too old for point reads already
    cache.spill();
    int before = cache.reads();

    assertThat(texts()).hasSize(20);
    assertThat(cache.reads()).isEqualTo(before);
    assertThat(cache.statistics().secondTierHits()).isEqualTo(20);
    assertThat(cache.text(key(0))).contains("\"v0\"");
    assertThat(cache.reads()).as("a copy that is too old").isEqualTo(before + 1);
  }

  @Test
  void anOldCopyInTheSecondTierIsNotServedForANewVersion() {
    fill(1);
    texts();
    cache.spill();
    cache.putElsewhere(key(0), "\"new\"");

    assertThat(texts()).containsExactly("\"new\"");
  }

  @Test
  void keysOnlyReadsNothing() {
    fill(5);
    assertThat(cache.storage.scan(ALL.keysOnly()).entries()).hasSize(5);
    assertThat(cache.reads()).isZero();
  }

  @Test
  void pagesFollowEachOtherForwardAndBackward() {
    fill(25);
    for (Scan scan : List.of(ALL.limit(7), ALL.limit(7).reversed())) {
      List<Key> keys = new ArrayList<>();
      Optional<Scan> rest = Optional.of(scan);
      while (rest.isPresent()) {
        Page page = cache.storage.scan(rest.get());
        assertThat(page.entries()).hasSizeBetween(1, 7);
        page.entries().forEach(entry -> keys.add(entry.key()));
        rest = page.next().map(scan::after);
      }
      assertThat(keys).hasSize(25).doesNotHaveDuplicates();
    }
  }

  @Test
  void aPageOfLargeValuesEndsEarly() {
    Value large = Value.binary(new byte[300_000]);
    for (int i = 0; i < 40; i++) {
      cache.storage.put(key(i), large);
    }
    Page page = cache.storage.scan(ALL);
    assertThat(page.entries()).hasSizeLessThan(20);
    assertThat(page.more()).isTrue();
    assertThat(cache.storage.stream(ALL).map(Entry::key)).hasSize(40);
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      cache.putElsewhere(key(i), "\"v" + i + "\"");
    }
  }

  private List<String> texts() {
    return cache.storage.stream(ALL).map(entry -> entry.value().text()).toList();
  }

  private static Key key(int number) {
    return Key.of("k").child(number);
  }
}
