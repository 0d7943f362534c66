package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for every key. */
class KeyPropertiesTest {
  @Property
  void encodingAndParsingGivesTheSameKey(@ForAll("paths") List<String> path) {
    Key key = key(path);

    assertThat(Key.parse(key.encoded())).isEqualTo(key);
    assertThat(key.segments()).isEqualTo(path);
    assertThat(key.collection()).isEqualTo(path.get(0));
    assertThat(key.name()).isEqualTo(path.get(path.size() - 1));
  }

  @Property
  void encodingIsPlainAsciiAndSafeAsAFileName(@ForAll("paths") List<String> path) {
    for (String segment : key(path).encoded().split("/", -1)) {
      assertThat(segment).matches("([A-Za-z0-9_.~@=+,-]|%[0-9A-F]{2})+").isNotIn(".", "..");
    }
  }

  @Property
  void differentPathsHaveDifferentEncodings(
      @ForAll("paths") List<String> one, @ForAll("paths") List<String> other) {
    assertThat(key(one).encoded().equals(key(other).encoded())).isEqualTo(one.equals(other));
  }

  @Property
  void orderIsThatOfTheEncodedBytes(
      @ForAll("paths") List<String> one, @ForAll("paths") List<String> other) {
    byte[] a = key(one).encoded().getBytes(StandardCharsets.US_ASCII);
    byte[] b = key(other).encoded().getBytes(StandardCharsets.US_ASCII);

    assertThat(Integer.signum(key(one).compareTo(key(other))))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
  }

  @Property
  void orderOfNumberedChildrenIsNumeric(
      @ForAll("numbers") long one, @ForAll("numbers") long other) {
    Key parent = Key.of("n");

    assertThat(Integer.signum(parent.child(one).compareTo(parent.child(other))))
        .isEqualTo(Long.compare(one, other));
    assertThat(parent.child(one).number()).hasValue(one);
  }

  @Property
  void textIsParsedOnlyIfItIsTheEncodingOfItself(@ForAll("almostKeys") String text) {
    try {
      assertThat(Key.parse(text).encoded()).isEqualTo(text);
      String[] more = Key.parse(text).segments().toArray(new String[0]);
      assertThat(Key.of(more[0], Arrays.copyOfRange(more, 1, more.length)).encoded())
          .isEqualTo(text);
    } catch (StorageException.InvalidArgument e) {
      assertThat(e.attributes()).doesNotContainValue(text);
    }
  }

  @Property
  void rangeUnderAKeyHoldsExactlyItsDescendants(
      @ForAll("paths") List<String> one, @ForAll("paths") List<String> other) {
    assertThat(KeyRange.under(key(one)).contains(key(other)))
        .isEqualTo(key(other).isUnder(key(one)));
  }

  @Property
  void keyDividesARangeIntoWhatIsBeforeAndWhatIsAfter(
      @ForAll("paths") List<String> one,
      @ForAll("paths") List<String> middle,
      @ForAll("paths") List<String> from,
      @ForAll("paths") List<String> to) {
    KeyRange range = KeyRange.between(key(from), key(to));
    boolean inside = range.contains(key(one));

    assertThat(range.before(key(middle)).contains(key(one)))
        .isEqualTo(inside && key(one).compareTo(key(middle)) < 0);
    assertThat(range.after(key(middle)).contains(key(one)))
        .isEqualTo(inside && key(one).compareTo(key(middle)) > 0);
  }

  @Property
  void everyKeyLiesInTheRangeOfAll(@ForAll("paths") List<String> path) {
    assertThat(KeyRange.all().contains(key(path))).isTrue();
  }

  @Property
  void numbersGrowWithTheirText(@ForAll @LongRange(min = 0) long number) {
    assertThat(Key.of("n").child(number)).isLessThanOrEqualTo(Key.of("n").child(Long.MAX_VALUE));
  }

  @Provide
  Arbitrary<List<String>> paths() {
    return segments().list().ofMinSize(1).ofMaxSize(4);
  }

  private static Arbitrary<String> segments() {
    Arbitrary<String> any =
        Arbitraries.strings()
            .all()
            .ofMinLength(1)
            .ofMaxLength(8)
            .filter(KeyPropertiesTest::isUnicode);
    Arbitrary<String> tricky =
        Arbitraries.strings()
            .withChars("aA./\\%0 ~!é\u0301\0😀".toCharArray())
            .ofMinLength(1)
            .ofMaxLength(5)
            .filter(KeyPropertiesTest::isUnicode);
    return Arbitraries.oneOf(any, tricky);
  }

  @Provide
  Arbitrary<String> almostKeys() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "a", "B", ".", "..", "/", "%", "%2E", "%2F", "%20", "%C3%A9", "%c3", "é", "1", " ");
    return pieces.list().ofMinSize(0).ofMaxSize(6).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<Long> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().greaterOrEqual(0),
        Arbitraries.longs().between(0, 2_000),
        Arbitraries.longs().between(999_999_999_990L, 1_000_000_000_010L));
  }

  private static boolean isUnicode(String text) {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    return encoder.canEncode(text);
  }

  private static Key key(List<String> path) {
    return Key.of(path.get(0), path.subList(1, path.size()).toArray(new String[0]));
  }
}
