package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scan asks for: ranges, continuation, direction; and the pages it gives. */
class ScanTest {
  private static final Key FOO = Key.of("foo");

  @Test
  void rangeUnderAKeyEndsAtItsSegment() {
    KeyRange under = KeyRange.under(FOO);

    assertThat(under.contains(Key.of("foo", "x"))).isTrue();
    assertThat(under.contains(Key.of("foo", "😀", "y"))).isTrue();
    assertThat(under.contains(FOO)).isFalse();
    assertThat(under.contains(Key.of("foo.bar"))).isFalse();
    assertThat(under.contains(Key.of("foo-"))).isFalse();
    assertThat(under.contains(Key.of("foo0"))).isFalse();
    assertThat(under.contains(Key.of("foobar", "x"))).isFalse();
  }

  @Test
  void rangeBetweenKeysHasItsBeginningAndNotItsEnd() {
    KeyRange range = KeyRange.between(Key.of("b"), Key.of("d"));

    assertThat(range.contains(Key.of("b"))).isTrue();
    assertThat(range.contains(Key.of("c", "x"))).isTrue();
    assertThat(range.contains(Key.of("d"))).isFalse();
    assertThat(range.isEmpty()).isFalse();
    assertThat(KeyRange.between(Key.of("d"), Key.of("b")).isEmpty()).isTrue();
    assertThat(KeyRange.between(Key.of("b"), Key.of("b")).isEmpty()).isTrue();
  }

  @Test
  void afterAKeyComesItsFirstDescendant() {
    KeyRange after = KeyRange.all().after(FOO);

    assertThat(after.contains(FOO)).isFalse();
    assertThat(after.contains(Key.of("foo", "%"))).isTrue();
    assertThat(after.contains(Key.of("foo%"))).isTrue();
    assertThat(after.contains(Key.of("fo"))).isFalse();
  }

  @Test
  void keyOutsideTheRangeNarrowsItToAllOrNothing() {
    KeyRange range = KeyRange.between(Key.of("b"), Key.of("d"));

    assertThat(range.after(Key.of("a"))).isEqualTo(range);
    assertThat(range.after(Key.of("x")).isEmpty()).isTrue();
    assertThat(range.before(Key.of("x"))).isEqualTo(range);
    assertThat(range.before(Key.of("a")).isEmpty()).isTrue();
  }

  @Test
  void continuationNarrowsTheRangeInTheDirectionOfTheScan() {
    Scan scan = Scan.under(FOO).after(Key.of("foo", "m"));

    assertThat(scan.range().contains(Key.of("foo", "n"))).isTrue();
    assertThat(scan.range().contains(Key.of("foo", "m"))).isFalse();
    assertThat(scan.range().contains(Key.of("foo", "l"))).isFalse();
    assertThat(scan.reversed().range().contains(Key.of("foo", "l"))).isTrue();
    assertThat(scan.reversed().range().contains(Key.of("foo", "m"))).isFalse();
    assertThat(scan.reversed().range().contains(Key.of("foo", "n"))).isFalse();
    assertThat(scan.bounds()).isEqualTo(KeyRange.under(FOO));
    assertThat(scan.after()).contains(Key.of("foo", "m"));
    assertThat(Scan.all().after()).isEmpty();
    assertThat(Scan.all().range()).isEqualTo(KeyRange.all());
  }

  @Test
  void eachMethodGivesAChangedCopy() {
    Scan scan = Scan.between(Key.of("a"), Key.of("b"));
    Scan changed = scan.limit(5).reversed().keysOnly();

    assertThat(scan.limit()).isEqualTo(Scan.DEFAULT_LIMIT);
    assertThat(scan.isReverse()).isFalse();
    assertThat(scan.isKeysOnly()).isFalse();
    assertThat(changed.limit()).isEqualTo(5);
    assertThat(changed.isReverse()).isTrue();
    assertThat(changed.isKeysOnly()).isTrue();
    assertThat(changed.reversed().isReverse()).isFalse();
    assertThat(changed.after(Key.of("a")).limit(7).isKeysOnly()).isTrue();
  }

  @Test
  void scanIsDescribedForPeople() {
    assertThat(Scan.all()).hasToString("Scan[ to the end, limit 1000]");
    assertThat(Scan.under(FOO).reversed().keysOnly().limit(2))
        .hasToString("Scan[foo/ to foo0, reversed, limit 2, keys only]");
  }

  @Test
  void limitMustBePositive() {
    assertThatThrownBy(() -> Scan.all().limit(0))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("limit=0");
  }

  @Test
  void pageTellsWhereToGoOn() {
    Entry entry = Entry.withoutValue(FOO, Version.of(1));
    List<Entry> entries = new ArrayList<>(List.of(entry));
    Page page = new Page(entries, true);
    entries.clear();

    assertThat(page.entries()).containsExactly(entry);
    assertThat(page.next()).contains(FOO);
    assertThat(new Page(page.entries(), false).next()).isEmpty();
    assertThatThrownBy(() -> new Page(List.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
