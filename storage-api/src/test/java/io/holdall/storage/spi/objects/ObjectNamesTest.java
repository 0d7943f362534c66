package io.holdall.storage.spi.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ObjectNamesTest {
  private static final ObjectNames NAMES = new ObjectNames("store/");
  private static final String ALPHABET = "%+/09=@AZ_az~é";

  @Test
  void theRestOfAListingAfterTheNameBeforeARangeBeginsWithTheRange() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      TreeSet<String> names = new TreeSet<>();
      List<Key> keys = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Key key = key(random);
        keys.add(key);
        names.add(NAMES.of(key));
      }
      for (KeyRange range : ranges(keys.get(0), keys.get(1))) {
        List<String> expected =
            keys.stream().filter(range::contains).map(NAMES::of).distinct().sorted().toList();
        List<String> listed =
            names.tailSet(NAMES.before(range), false).stream()
                .filter(name -> name.compareTo("store/" + range.to()) < 0)
                .toList();
        assertThat(listed).as("%s, seed %d", range, seed).isEqualTo(expected);
        assertThat(expected).allMatch(name -> name.startsWith(NAMES.common(range)));
      }
    }
  }

  @Test
  void whatLiesUnderAKeyIsListedByItsPrefixAlone() {
    KeyRange range = KeyRange.under(Key.of("notes", "n1"));
    assertThat(NAMES.common(range)).isEqualTo("store/notes/n1/");
    assertThat(NAMES.before(range)).isEqualTo("store/notes/n1/");
    assertThat(NAMES.before(range.after(Key.of("notes", "n1", "x")))).isEqualTo("store/notes/n1/x");
  }

  @Test
  void namesOfTheStoresOwnAreNoKeysAndComeBeforeAllOfThem() {
    for (String own : List.of(NAMES.marker(), NAMES.scratch("nonce"))) {
      assertThat(NAMES.key(own)).isEmpty();
      assertThat(own).isLessThan(NAMES.before(KeyRange.all()));
    }
    assertThat(NAMES.key("store/")).isEmpty();
    assertThat(NAMES.key("other/a")).isEmpty();
    assertThat(NAMES.key("store/a%2f")).isEmpty();
    assertThat(NAMES.key("store/a%20b")).contains(Key.of("a b"));
  }

  @Test
  void theLongestKeyHasALongestNameBeforeIt() {
    Key longest = Key.of("x".repeat(Key.MAX_ENCODED_BYTES));
    KeyRange range = KeyRange.between(longest, Key.of("z"));
    assertThat(NAMES.before(range).length()).isEqualTo(NAMES.of(longest).length());
  }

  private static List<KeyRange> ranges(Key one, Key other) {
    Key from = one.compareTo(other) < 0 ? one : other;
    Key to = from.equals(one) ? other : one;
    return List.of(
        KeyRange.all(),
        KeyRange.all().after(from),
        KeyRange.between(from, to),
        KeyRange.between(from, to).after(from),
        KeyRange.under(from),
        KeyRange.under(from).after(to));
  }

  private static Key key(Random random) {
    Key key = Key.of(segment(random));
    for (int more = random.nextInt(3); more > 0; more--) {
      key = key.child(segment(random));
    }
    return key;
  }

  private static String segment(Random random) {
    StringBuilder segment = new StringBuilder();
    for (int length = 1 + random.nextInt(2); length > 0; length--) {
      segment.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return segment.toString();
  }
}
