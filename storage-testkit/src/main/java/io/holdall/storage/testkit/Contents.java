package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageView;
import io.holdall.storage.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.presentation.Representation;
import org.assertj.core.presentation.StandardRepresentation;

/** Asserts what a store holds, through every way of reading it. */
final class Contents {
  private static final int SHOWN_BYTES = 60;

  /** Shows values, which describe themselves by their length only. */
  static final Representation SHOWING_VALUES =
      new StandardRepresentation() {
        @Override
        protected String fallbackToStringOf(Object object) {
          if (object instanceof Value value) {
            return show(value);
          }
          if (object instanceof Entry entry) {
            String value = entry.hasValue() ? show(entry.value()) : "without value";
            return entry.key() + " = " + value + " @" + entry.version();
          }
          return super.fallbackToStringOf(object);
        }
      };

  private Contents() {}

  /** Asserts that the view holds exactly this, point by point and in every scan. */
  static void assertHolds(StorageView view, Map<Key, Value> expected) {
    TreeMap<Key, Value> sorted = new TreeMap<>(expected);
    List<Key> keys = new ArrayList<>(sorted.keySet());

    List<Entry> scanned = Scans.entries(view, Scan.all().limit(7));
    showing(assertThat(valuesOf(scanned)))
        .as("what a scan of the whole store, 7 entries a page, finds")
        .isEqualTo(sorted);
    assertThat(scanned.stream().map(Entry::key)).as("the order of a scan").isEqualTo(keys);

    List<Key> backwards = new ArrayList<>(keys);
    Collections.reverse(backwards);
    assertThat(Scans.keys(view, Scan.all().limit(5).reversed()))
        .as("the keys of a reversed scan, 5 entries a page")
        .isEqualTo(backwards);

    List<Optional<Entry>> entries = view.get(keys);
    assertThat(entries).as("get of all %d keys", keys.size()).hasSameSizeAs(keys);
    for (int i = 0; i < keys.size(); i++) {
      Entry entry = entries.get(i).orElse(null);
      assertThat(entry).as("get(%s), which a scan has found", keys.get(i)).isNotNull();
      showing(assertThat(entry)).as("what get and scan say").isEqualTo(scanned.get(i));
    }
  }

  /** Asserts the value of one key, through get alone. */
  static void assertValue(StorageView view, Key key, Value expected) {
    showing(assertThat(view.get(key).map(Entry::value)))
        .as("value of %s", key)
        .isEqualTo(Optional.of(expected));
  }

  /** Asserts that a key has no entry, through get and scan. */
  static void assertAbsent(StorageView view, Key key) {
    showing(assertThat(view.get(key))).as("entry of %s", key).isEmpty();
    assertThat(Scans.keys(view, Scan.all())).as("keys of a scan").doesNotContain(key);
  }

  static Map<Key, Value> valuesOf(List<Entry> entries) {
    Map<Key, Value> values = new TreeMap<>();
    for (Entry entry : entries) {
      Value before = values.put(entry.key(), entry.value());
      assertThat(before).as("%s, seen twice by one scan", entry.key()).isNull();
    }
    return values;
  }

  static <A extends AbstractAssert<A, ?>> A showing(A assertion) {
    return assertion.withRepresentation(SHOWING_VALUES);
  }

  static String show(Value value) {
    StringBuilder shown = new StringBuilder(value.toString()).append(' ');
    String text = new String(value.bytes(), StandardCharsets.ISO_8859_1);
    text.chars()
        .limit(SHOWN_BYTES)
        .forEach(
            c -> {
              if (c >= ' ' && c < 0x7F) {
                shown.append((char) c);
              } else {
                shown.append("\\x%02X".formatted(c));
              }
            });
    return value.length() > SHOWN_BYTES ? shown.append('…').toString() : shown.toString();
  }
}
