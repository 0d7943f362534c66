package io.holdall.storage.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.migration.Copier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many requests calls make, and of which kind. */
public interface RequestContract extends ServiceTests {
  @Test
  default void everyOperationOnAnEntryIsOneRequest() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      Version first = storage.put(Note.KEY, Note.NEW);
      assertOnly(service, Request.WRITE, 1);
      Version version = storage.put(Note.KEY, Note.NEW, Condition.version(first));
      assertOnly(service, Request.WRITE, 1);
      storage.get(Note.KEY);
      storage.get(Key.of("absent"));
      assertOnly(service, Request.READ, 2);
      storage.commit(WriteBatch.builder().check(Note.KEY, Condition.version(version)).build());
      assertOnly(service, Request.IDENTIFY, 1);
      storage.delete(Note.KEY, Condition.version(version));
      storage.delete(Note.KEY);
      assertOnly(service, Request.REMOVE, 2);
      storage.commit(WriteBatch.builder().build());
      assertThat(service.count()).isZero();
    }
  }

  @Test
  default void aScanListsManyNamesARequestAndReadsValuesSideBySide() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.fill(Key.of("r"), 300, Note.NEW);
      service.latency(Duration.ofMillis(50)); // long beside sending a request, even if busy
      Page page = storage.scan(Scan.under(Key.of("r")));
      assertThat(page.entries()).hasSize(300);
      assertThat(page.more()).isFalse();
      assertThat(service.mostUnderWay()).isBetween(16, 64);
      assertScanned(service, 1, 300);
    }
  }

  @Test
  default void aScanOfKeysReadsNoValueAndKnowsTheVersions() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.fill(Key.of("r"), 5, Note.NEW);
      Page page = storage.scan(Scan.under(Key.of("r")).keysOnly());
      assertScanned(service, 1, 0);
      assertThat(page.entries()).hasSize(5);
      for (Entry entry : page.entries()) {
        assertThat(storage.get(entry.key()).orElseThrow().version()).isEqualTo(entry.version());
      }
    }
  }

  @Test
  default void aPageOfAScanListsNoMoreThanItNeeds() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.fill(Key.of("r"), 30, Note.NEW);
      Page page = storage.scan(Scan.under(Key.of("r")).after(Key.of("r").child(9)).limit(10));
      assertThat(page.entries()).hasSize(10);
      assertThat(page.more()).isTrue();
      assertScanned(service, 1, 10);
    }
  }

  @Test
  default void aReverseScanListsItsWholeRangeButReadsOnlyItsPage() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.fill(Key.of("r"), 1_200, Note.NEW); // services list a thousand a request
      Page page = storage.scan(Scan.under(Key.of("r")).reversed().limit(10));
      assertThat(page.entries()).hasSize(10);
      assertThat(page.entries().get(0).key()).isEqualTo(Key.of("r").child(1_199));
      assertScanned(service, 2, 10);
    }
  }

  @Test
  default void requestsAreNeverMoreThanTheSettingSays() {
    try (ServiceUnderTest service = service();
        Storage narrow = service.open(Opening.usual().concurrency(3))) {
      service.fill(Key.of("r"), 100, Note.NEW);
      service.latency(Duration.ofMillis(2));
      assertThat(narrow.scan(Scan.all()).entries()).hasSize(100);
      assertThat(service.mostUnderWay()).isEqualTo(3);
    }
  }

  @Test
  default void objectsOfOthersUnderThePrefixAreLeftAlone() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      storage.put(Note.KEY, Note.NEW);
      for (String name : List.of("notes/", "a b", "%zz", "/x", "n\u00fc", "../other/n")) {
        service.putForeign(name);
      }
      assertThat(storage.scan(Scan.all()).entries())
          .extracting(Entry::key)
          .containsExactly(Note.KEY);
      assertThat(storage.scan(Scan.all().reversed().limit(1)).more()).isFalse();
      assertThat(storage.stats().entries()).hasValue(1);
    }
  }

  @Test
  default void aStoreIsCopiedToAndFro() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open();
        Storage before = Storage.inMemory();
        Storage after = Storage.inMemory()) {
      for (int i = 0; i < 50; i++) {
        Value value = i % 2 == 0 ? Note.NEW : Value.binary(new byte[] {(byte) i});
        before.put(Key.of("c").child(i), value);
      }
      assertThat(Copier.from(before).to(storage).run().isExact()).isTrue();
      assertThat(Copier.from(storage).to(after).run().isExact()).isTrue();
      assertThat(after.scan(Scan.all()).entries())
          .extracting(Entry::value)
          .isEqualTo(before.scan(Scan.all()).entries().stream().map(Entry::value).toList());
    }
  }

  private static void assertOnly(ServiceUnderTest service, Request request, int requests) {
    assertThat(service.count(request)).as("%s", request).isEqualTo(requests);
    assertThat(service.count()).as("all").isEqualTo(requests);
    service.forget();
  }

  private static void assertScanned(ServiceUnderTest service, int listings, int values) {
    assertThat(service.count(Request.LIST)).as("listings").isEqualTo(listings);
    assertThat(service.count(Request.READ)).as("values").isEqualTo(values);
    assertThat(service.count()).as("all").isEqualTo(listings + values);
    service.forget();
  }
}
