package io.holdall.storage.decorator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Format;
import io.holdall.storage.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnerFieldTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"owner\":\"ana\"}",
        " \n{ \"x\" : [1, {\"owner\": \"ben\"}], \"owner\" : \"ana\" }\t",
        "{\"\\u006f\\u0077ner\":\"\\u0061na\"}",
        "{\"owner\":\"ana\",\"Owner\":\"ben\",\"owner \":\"ben\",\"x\":1,\"x\":2}",
      })
  void ownerIsTheTextOfTheField(String json) {
    assertThat(OwnerField.of(Value.json(json), "owner")).contains("ana");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ana",
        "\"owner\"",
        "null",
        "[\"owner\",\"ana\"]",
        "{}",
        "{\"Owner\":\"ana\"}",
        "{\"owner\":null}",
        "{\"owner\":7}",
        "{\"owner\":[\"ana\"]}",
        "{\"owner\":{\"owner\":\"ana\"}}",
        "{\"x\":{\"owner\":\"ana\"}}",
        "{\"owner\":\"ana\",\"owner\":\"ana\"}",
        "{\"owner\":\"ana\",\"own\\u0065r\":\"ben\"}",
        "{\"owner\":\"ana\",\"owner\":null}",
        "{\"owner\":[],\"owner\":\"ana\"}",
        "{\"owner\":\"ana\"} x",
        "{\"owner\":\"ana\"}{\"owner\":\"ben\"}",
        "{\"owner\":\"ana\"",
        "{\"owner\":\"ana\",}",
        "{'owner':'ana'}",
        "{owner:\"ana\"}",
        "{\"owner\":\"ana\",\"x\":01}",
        "{\"owner\":\"ana\",\"x\":\"\\q\"}",
        "{\"owner\":\"ana\",\"x\":NaN}",
        "{\"owner\":\"ana\"/* */}",
        "\uFEFF{\"owner\":\"ana\"}",
      })
  void doubtfulTextBelongsToNobody(String json) {
    assertThat(OwnerField.of(Value.json(json), "owner")).isEmpty();
  }

  @Test
  void otherEncodingsAndFormatsBelongToNobody() {
    String json = "{\"owner\":\"ana\"}";
    assertThat(OwnerField.of(Value.binary(json.getBytes(StandardCharsets.UTF_8)), "owner"))
        .isEmpty();
    byte[] utf16 = json.getBytes(StandardCharsets.UTF_16LE);
    assertThat(OwnerField.of(Value.of(utf16, Format.JSON), "owner")).isEmpty();
    byte[] broken = "{\"owner\":\"ana\",\"x\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    broken[broken.length - 3] = (byte) 0xFF;
    assertThat(OwnerField.of(Value.of(broken, Format.JSON), "owner")).isEmpty();
  }

  @Test
  void hugeOrDeepFieldsBesideItAreReadPastOrDenied() {
    String large = "{\"x\":\"" + "y".repeat(8 << 20) + "\",\"owner\":\"ana\"}";
    assertThat(OwnerField.of(Value.json(large), "owner")).contains("ana");
    String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"owner\":\"ana\"}";
    assertThat(OwnerField.of(Value.json(deep), "owner")).isEmpty();
  }
}
