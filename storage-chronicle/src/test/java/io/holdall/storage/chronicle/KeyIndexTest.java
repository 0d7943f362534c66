package io.holdall.storage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Version;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index of keys beside a map of the JDK that does the same. */
final class KeyIndexTest {
  private static final int STEPS = 20_000;

  private record Known(long version, int length) {}

  @ParameterizedTest
  @ValueSource(ints = {10, 60, 1_000})
  void holdsWhatAMapHolds(int keys) {
    compare(keys, "messages/"::concat);
  }

  /** "Aa" and "BB" have one hash in Java, and so has every sequence of them. */
  @ParameterizedTest
  @ValueSource(ints = {10, 60, 1_000})
  void holdsWhatAMapHoldsWhenAllKeysCollide(int keys) {
    compare(keys, number -> pairs(Integer.parseInt(number)));
  }

  private static String pairs(int number) {
    StringBuilder key = new StringBuilder();
    for (int bit = 0; bit < 10; bit++) {
      key.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return key.toString();
  }

  private static void compare(int keys, UnaryOperator<String> naming) {
    IntFunction<String> name = number -> naming.apply(Integer.toString(number));
    Random random = new Random(keys);
    KeyIndex index = new KeyIndex();
    NavigableMap<String, Known> model = new TreeMap<>();
    for (int step = 1; step <= STEPS; step++) {
      String key = name.apply(random.nextInt(keys));
      boolean shrinks = step / 2_000 % 2 == 1;
      if (random.nextInt(4) < (shrinks ? 3 : 1)) {
        index.remove(key);
        model.remove(key);
      } else {
        int length = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(1_000);
        index.put(key, Long.MAX_VALUE - step, length);
        model.put(key, new Known(Long.MAX_VALUE - step, length));
      }
      assertThat(index.contains(key)).isEqualTo(model.containsKey(key));
      if (step % 500 == 0) {
        for (int number = 0; number < keys; number++) {
          requireSame(index, name.apply(number), model.get(name.apply(number)));
        }
        requireSame(index, model);
      }
    }
  }

  private static void requireSame(KeyIndex index, NavigableMap<String, Known> model) {
    assertThat(index.ordered()).containsExactlyElementsOf(model.keySet());
    assertThat(index.size()).isEqualTo(model.size());
    assertThat(index.bytes())
        .isEqualTo(
            model.entrySet().stream()
                .mapToLong(entry -> entry.getKey().length() + (long) entry.getValue().length())
                .sum());
  }

  private static void requireSame(KeyIndex index, String key, @Nullable Known known) {
    if (known == null) {
      assertThat(index.find(key)).isNegative();
      assertThat(index.versionOf(key)).isNull();
    } else {
      int place = index.find(key);
      assertThat(index.version(place)).isEqualTo(known.version());
      assertThat(index.length(place)).isEqualTo(known.length());
      assertThat(index.versionOf(key)).isEqualTo(Version.of(known.version()));
    }
  }
}
