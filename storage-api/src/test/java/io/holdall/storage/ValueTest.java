package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.InvalidArgument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values and what stands around them: entries and versions. */
class ValueTest {
  @Test
  void arrayThatTheCallerChangesChangesNothing() {
    byte[] given = {1, 2, 3};
    Value value = Value.binary(given);
    given[0] = 9;

    byte[] got = value.bytes();
    got[1] = 9;

    assertThat(value.bytes()).containsExactly(1, 2, 3);
    assertThat(Value.of(got, Format.JSON).bytes()).isNotSameAs(got);
  }

  @Test
  void bufferCannotBeWrittenTo() {
    Value value = Value.binary(new byte[] {1, 2});

    assertThat(value.buffer().remaining()).isEqualTo(2);
    assertThat(value.buffer().hasArray()).isFalse();
    assertThatThrownBy(() -> value.buffer().put(0, (byte) 9))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aPartOfAnArrayIsAsGoodAsAWholeOne() throws IOException {
    byte[] array = "head{\"ä\":1}tail".getBytes(StandardCharsets.UTF_8);
    Value part = Value.owning(array, 4, 8, Format.JSON);
    Value whole = Value.json("{\"ä\":1}");

    assertThat(part).isEqualTo(whole).hasSameHashCodeAs(whole).hasToString(whole.toString());
    assertThat(whole).isEqualTo(part).isNotEqualTo(Value.owning(array, 3, 8, Format.JSON));
    assertThat(part.text()).isEqualTo(whole.text());
    assertThat(part.bytes()).isEqualTo(whole.bytes());
    assertThat(part.length()).isEqualTo(8);
    assertThat(part.buffer()).isEqualTo(whole.buffer());
    assertThat(part.buffer().position()).isZero();
    assertThat(part.buffer().capacity()).isEqualTo(8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    part.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(whole.bytes());
    assertThat(Value.owning(array, array.length, 0, Format.BINARY).length()).isZero();
    assertThatThrownBy(() -> Value.owning(array, 10, array.length, Format.BINARY))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytesAreGivenAsTheyAre() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Value.binary(new byte[] {0, -1, '\n'}).writeTo(out);

    assertThat(out.toByteArray()).containsExactly(0, -1, '\n');
    assertThat(Value.json("{ \"a\":\n\"ä\" }").text()).isEqualTo("{ \"a\":\n\"ä\" }");
    assertThat(Value.json("\"ä😀\"").length()).isEqualTo(8);
    assertThat(Value.binary(new byte[] {'a', -1}).text()).isEqualTo("a\ufffd");
  }

  @Test
  void jsonTextThatHasNoBytesIsRefusedInsteadOfChanged() {
    for (String text : List.of("\"\ud83d\"", "\"\ude00\ud83d\"", "\ud83d", "\ude00x")) {
      assertThatThrownBy(() -> Value.json(text))
          .isInstanceOf(InvalidArgument.class)
          .hasMessage("A JSON text has an unpaired surrogate");
    }
  }

  @Test
  void emptyValueIsAValue() {
    assertThat(Value.binary(new byte[0]).length()).isZero();
    assertThat(Value.json("")).isNotEqualTo(Value.binary(new byte[0]));
  }

  @Test
  void equalityIsOfBytesAndFormat() {
    Value value = Value.json("1");

    assertThat(value)
        .isEqualTo(Value.of(new byte[] {'1'}, Format.JSON))
        .hasSameHashCodeAs(Value.owning(new byte[] {'1'}, Format.JSON))
        .isNotEqualTo(Value.binary(new byte[] {'1'}))
        .isNotEqualTo(Value.json("2"))
        .isNotEqualTo("1");
  }

  @Test
  void contentIsNeverShown() {
    Value secret = Value.json("\"secret\"");
    Entry entry = Entry.of(Key.of("a"), secret, Version.of(7));

    assertThat(secret).hasToString("JSON[8 bytes]");
    assertThat(entry).hasToString("a@7 JSON[8 bytes]");
    assertThat(Entry.withoutValue(Key.of("a"), Version.of(7))).hasToString("a@7");
    assertThat(WriteBatch.builder().put(Key.of("a"), secret).build())
        .hasToString("WriteBatch[1 operations]");
  }

  @Test
  void entryOfAScanForKeysHasNoValue() {
    Entry bare = Entry.withoutValue(Key.of("a"), Version.of(1));
    Entry full = Entry.of(Key.of("a"), Value.json("1"), Version.of(1));

    assertThat(bare.hasValue()).isFalse();
    assertThat(full.hasValue()).isTrue();
    assertThatThrownBy(bare::value).isInstanceOf(IllegalStateException.class);
    assertThat(bare).isNotEqualTo(full).hasSameHashCodeAs(full).isNotEqualTo("a");
    assertThat(full).isEqualTo(Entry.of(Key.of("a"), Value.json("1"), Version.of(1)));
    assertThat(full).isNotEqualTo(Entry.of(Key.of("b"), Value.json("1"), Version.of(1)));
    assertThat(full).isNotEqualTo(Entry.of(Key.of("a"), Value.json("1"), Version.of(2)));
  }

  @Test
  void versionSurvivesItsTextForm() {
    String longest = "~".repeat(200);

    assertThat(Version.parse(Version.of(42).text())).isEqualTo(Version.of(42)).hasToString("42");
    assertThat(Version.parse("\"0x8D\"/!").text()).isEqualTo("\"0x8D\"/!");
    assertThat(Version.parse(longest)).hasSameHashCodeAs(Version.parse(longest));
    assertThat(Version.of(1)).isNotEqualTo(Version.of(2)).isNotEqualTo("1");
    for (String bad : List.of("", " ", "a b", "a\n", "ä", "\u007f", longest + "~")) {
      assertThatThrownBy(() -> Version.parse(bad)).isInstanceOf(InvalidArgument.class);
    }
  }
}
