package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.objects.Call;
import io.holdall.storage.testkit.objects.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of what lies in the bucket is in memory at once. */
final class MemoryTest {
  private static final Key PARENT = Key.of("r");
  private static final int ENTRIES = 20;
  private static final int MEBIBYTE = 1 << 20;

  private final TestStore store = new TestStore();
  private final Storage storage = store.open();

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPageOfLargeValuesEndsEarlyAndNoneIsReadThatIsNotInIt(boolean reverse) {
    fill(2 * MEBIBYTE + 1);
    Scan scan = reverse ? Scan.under(PARENT).reversed() : Scan.under(PARENT);
    Page page = storage.scan(scan);
    assertThat(page.entries()).hasSize(4);
    assertThat(page.more()).isTrue();
    assertThat(store.service.count(Operation.GET)).isEqualTo(4);
    assertThat(store.service.mostUnderWay()).isLessThanOrEqualTo(4);
    assertThat(keys(scan, page)).isEqualTo(expected(reverse));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesThatGrewAfterTheyWereListedEndThePageEarlyToo(boolean reverse) {
    fill(10);
    try (Storage narrow = store.open(builder -> builder.concurrency(1))) {
      store.service.next(Operation.GET, Fault.HANGS_BEFORE);
      Scan scan = reverse ? Scan.under(PARENT).reversed() : Scan.under(PARENT);
      Call<Page> scanning = Call.start(() -> narrow.scan(scan));
      store.awaitRequest(Request.READ);
      fill(3 * MEBIBYTE);
      store.service.release();
      assertThat(scanning.failure()).isNull();
      Page page = scanning.result();
      assertThat(page.entries()).hasSize(3);
      assertThat(page.more()).isTrue();
      assertThat(keys(scan, page)).isEqualTo(expected(reverse));
    }
  }

  @Test
  void aPageOfKeysHasThemAllHoweverLargeTheValuesAre() {
    fill(MEBIBYTE);
    Page page = storage.scan(Scan.under(PARENT).keysOnly());
    assertThat(page.entries()).hasSize(ENTRIES);
    assertThat(page.more()).isFalse();
    assertThat(store.service.count(Operation.GET)).isZero();
  }

  @Test
  void ofAnObjectThatIsSomebodyElsesOnlyTheHeadIsRead() {
    store.service.put(TestStore.BUCKET, "store/film", new byte[32 * MEBIBYTE]);
    store.service.next(Operation.GET, Fault.SLOW_BODY); // the second half never comes
    Throwable refused = catchThrowable(() -> storage.get(Key.of("film")));
    assertThat(refused).isInstanceOf(Corrupt.class).hasMessageContaining("file=store/film");
    assertThat(store.service.count(Operation.GET)).isEqualTo(1);
  }

  private List<Key> keys(Scan scan, Page first) {
    List<Key> keys = new ArrayList<>();
    Page page = first;
    page.entries().stream().map(Entry::key).forEach(keys::add);
    while (page.next().isPresent()) {
      page = storage.scan(scan.after(page.next().get()));
      page.entries().stream().map(Entry::key).forEach(keys::add);
    }
    return keys;
  }

  private static List<Key> expected(boolean reverse) {
    return IntStream.range(0, ENTRIES)
        .mapToObj(i -> PARENT.child(reverse ? ENTRIES - 1 - i : i))
        .toList();
  }

  private void fill(int bytes) {
    for (int i = 0; i < ENTRIES; i++) {
      byte[] body = Envelope.wrap(Value.binary(new byte[bytes]), "%022d".formatted(i));
      store.service.put(TestStore.BUCKET, "store/" + PARENT.child(i).encoded(), body);
    }
    store.service.forget();
  }
}
