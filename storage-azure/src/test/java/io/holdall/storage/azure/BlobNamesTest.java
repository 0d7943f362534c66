package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.InvalidArgument;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class BlobNamesTest {
  @Example
  void namesOfAlmostAllKeysAreTheKeys() {
    for (String name :
        List.of("a", "store/a.b/c", "p/.hidden/..x", "a%2E/b", "store/!holdall.json")) {
      assertThat(BlobNames.blob(name)).isEqualTo(name);
    }
    assertThat(BlobNames.blob("a.")).isEqualTo("a.!");
    assertThat(BlobNames.blob("a../b")).isEqualTo("a...\u00b7/b");
  }

  @Property
  void noPartEndsWithADotAndTheKeyComesBack(@ForAll("keys") String key) {
    String blob = BlobNames.blob(key);
    assertThat(blob.split("/", -1)).noneMatch(part -> part.endsWith("."));
    assertThat(BlobNames.name(blob)).contains(key);
  }

  @Property(tries = 5_000)
  void theOrderIsThatOfTheKeys(@ForAll("keys") String one, @ForAll("keys") String other) {
    assertThat(Integer.signum(BlobNames.blob(one).compareTo(BlobNames.blob(other))))
        .isEqualTo(Integer.signum(one.compareTo(other)));
  }

  @Property
  void whatBeginsAListingLeavesNothingOut(
      @ForAll("keys") String one, @ForAll("keys") String other) {
    if (one.compareTo(other) >= 0) {
      assertThat(BlobNames.blob(one)).isGreaterThanOrEqualTo(BlobNames.start(other));
    }
    if (one.startsWith(other)) {
      assertThat(BlobNames.blob(one)).startsWith(BlobNames.prefix(other));
    }
  }

  @Example
  void whatIsNobodysBlobIsNoKey() {
    for (String blob : List.of("a.", "a./b", "x/..", "a../b.")) {
      assertThat(BlobNames.name(blob)).isEmpty();
    }
  }

  @Example
  void namesThatAreTooLongAreRefused() {
    assertThatThrownBy(() -> BlobNames.blob("a./".repeat(300) + "b"))
        .isInstanceOf(InvalidArgument.class);
  }

  /** Of the characters that matter, so that few tries meet many coincidences. */
  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings()
        .withChars('.', '.', 'a', '~', '-', '0', '!')
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(parts -> Key.of(parts.get(0), parts.subList(1, parts.size()).toArray(new String[0])))
        .map(Key::encoded);
  }
}
