package io.holdall.models.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonObjectTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":1,\"b\":1.0,\"c\":1E2,\"d\":1e+2,\"e\":-0,\"f\":-0.0,\"g\":1e400}",
        "{\"n\":123456789012345678901234567890.123456789012345678901234567890}",
        "{\"z\":null,\"y\":[],\"x\":{},\"w\":[null,true,[false,{}],{\"v\":[1]}]}",
        "{\"b\":1,\"a\":2,\"b\":3}",
        "{\"\":\"\",\"quote\\\"\":\"a\\\\b\\n\\u0001\"}",
        "{\"pair\":\"😀\",\"high\":\"\\ud83d\",\"low\":\"\\ude00x\"}",
        "{\"line separator\":\"\u2028\",\"delete\":\"\u007f\"}"
      })
  void compactTextComesBackCharacterForCharacter(String text) {
    assertThat(JsonObject.parse(text).text()).isEqualTo(text);
    byte[] stored = JsonObject.parse(text).text().getBytes(StandardCharsets.UTF_8);
    assertThat(new String(stored, StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void whiteSpaceAndNeedlessEscapesGo() {
    assertThat(JsonObject.parse(" {\n \"a\" : [ 1 , \"\\u0041\\/\" ] }\n").text())
        .isEqualTo("{\"a\":[1,\"A/\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"a\":1}x",
        "{\"a\":1} {}",
        "{\"a\":NaN}",
        "{'a':1}",
        "{\"a\":01}"
      })
  void anythingButOneObjectIsRefused(String text) {
    assertThatThrownBy(() -> JsonObject.parse(text)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void errorsDoNotQuoteTheText() {
    assertThatThrownBy(() -> JsonObject.parse("{\"a\": tellnobody}"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageNotContaining("tellnobody")
        .hasMessageContaining("line=1");
  }

  @Test
  void nestingIsBounded() {
    String deep = "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
    assertThatThrownBy(() -> JsonObject.parse(deep)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void nullAndAbsentDiffer() {
    JsonObject object = JsonObject.parse("{\"content\":null}");
    assertThat(object.has("content")).isTrue();
    assertThat(object.get("content"))
        .hasValueSatisfying(node -> assertThat(node.isNull()).isTrue());
    assertThat(object.string("content")).isEmpty();
    assertThat(object.has("name")).isFalse();
    assertThat(object.get("name")).isEmpty();
  }

  @Test
  void changingOneFieldLeavesTheOthersAsWritten() {
    JsonObject object = JsonObject.parse("{\"a\":1E2,\"b\":2,\"c\":3.0}");
    assertThat(object.with("b", "x").text()).isEqualTo("{\"a\":1E2,\"b\":\"x\",\"c\":3.0}");
    assertThat(object.with("d", null).text()).isEqualTo("{\"a\":1E2,\"b\":2,\"c\":3.0,\"d\":null}");
    assertThat(object.without("a").without("zz").text()).isEqualTo("{\"b\":2,\"c\":3.0}");
    assertThat(object.text()).isEqualTo("{\"a\":1E2,\"b\":2,\"c\":3.0}");
  }

  @Test
  void javaValuesBecomeJson() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "a\"b");
    values.put("numbers", List.of(1, 2.5, Long.MAX_VALUE));
    values.put("object", JsonObject.parse("{\"n\":1E2}"));
    values.put("nested", Map.of("inner", List.of(JsonObject.parse("{\"m\":1.0}"))));
    values.put("nulls", Arrays.asList(null, true));
    assertThat(JsonObject.of(values).text())
        .isEqualTo(
            "{\"text\":\"a\\\"b\",\"numbers\":[1,2.5,9223372036854775807],\"object\":{\"n\":1E2},"
                + "\"nested\":{\"inner\":[{\"m\":1.0}]},\"nulls\":[null,true]}");
  }

  @Test
  void whatHasNoJsonFormIsRefused() {
    assertThatThrownBy(() -> JsonObject.empty().with("a", Double.NaN))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> JsonObject.empty().with("a", Map.of("b", Float.POSITIVE_INFINITY)))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void partsAreReadAsTheyAreAskedFor() {
    JsonObject object =
        JsonObject.parse(
            "{\"s\":\"a\\nb\",\"o\":{\"n\":1.50},\"l\":[{\"x\":1},2.0],\"s\":\"last\"}");
    assertThat(object.string("s")).contains("last");
    assertThat(object.object("o")).contains(JsonObject.parse("{\"n\":1.50}"));
    assertThat(object.object("l")).isEmpty();
    assertThat(object.elements("l")).containsExactly("{\"x\":1}", "2.0");
    assertThat(object.elements("o")).isEmpty();
    assertThat(object.names()).containsExactly("s", "o", "l");
  }

  @Test
  void aTreeIsTheCallersOwn() {
    JsonObject object = JsonObject.parse("{\"n\":1.50}");
    object.toNode().put("n", 2);
    assertThat(object.text()).isEqualTo("{\"n\":1.50}");
    assertThat(object.toNode().get("n").decimalValue()).isEqualTo("1.50");
  }
}
