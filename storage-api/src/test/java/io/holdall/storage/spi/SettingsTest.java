package io.holdall.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Setting.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts become values of their kind, or are refused with what was expected. */
class SettingsTest {
  private static final List<Setting> KNOWN =
      List.of(
          Setting.required("path", Kind.PATH, "where it is"),
          Setting.optional("name", Kind.TEXT, "what it is called"),
          Setting.optional("count", Kind.INTEGER, "5", "how many"),
          Setting.optional("size", Kind.BYTES, "1KiB", "how large"),
          Setting.optional("time", Kind.DURATION, "30s", "how long"),
          Setting.optional("flag", Kind.BOOLEAN, "false", "whether"),
          Setting.choice("durability", List.of("power", "process"), "what it survives"),
          Setting.optional("pin", Kind.INTEGER, "a number to keep").asSecret());

  @Test
  void defaultsAreFilledIn() {
    Settings settings = settings(Map.of("path", "data"));

    assertThat(settings.path("path")).isEqualTo(Path.of("data"));
    assertThat(settings.integer("count")).isEqualTo(5);
    assertThat(settings.bytes("size")).isEqualTo(1024);
    assertThat(settings.duration("time")).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.flag("flag")).isFalse();
    assertThat(settings.text("durability")).isEqualTo("power");
    assertThat(settings.choice("durability", Durability.class)).isEqualTo(Durability.POWER);
    assertThat(settings.optionalText("name")).isEmpty();
    assertThat(settings.has("name")).isFalse();
    assertThat(settings.has("count")).isTrue();
  }

  @Test
  void givenTextsWin() {
    Settings settings =
        settings(
            Map.of(
                "path", "/srv/x y",
                "name", " as it is ",
                "count", "-7",
                "size", "16MiB",
                "time", "1.5 minutes",
                "flag", "true",
                "durability", "process",
                "pin", "1234"));

    assertThat(settings.path("path")).isEqualTo(Path.of("/srv/x y"));
    assertThat(settings.text("name")).isEqualTo(" as it is ");
    assertThat(settings.optionalText("name")).contains(" as it is ");
    assertThat(settings.integer("count")).isEqualTo(-7);
    assertThat(settings.bytes("size")).isEqualTo(16 << 20);
    assertThat(settings.duration("time")).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.flag("flag")).isTrue();
    assertThat(settings.choice("durability", Durability.class)).isEqualTo(Durability.PROCESS);
    assertThat(settings.integer("pin")).isEqualTo(1234);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "path | `` | a path",
        "path | `a\0b` | a path",
        "count | five | a whole number",
        "count | 5.0 | a whole number",
        "count | `` | a whole number",
        "count | 9223372036854775808 | a whole number",
        "size | many | a number of bytes such as 16MiB",
        "size | -5 | a number of bytes such as 16MiB",
        "size | 16 mb | a number of bytes such as 16MiB",
        "size | 8EiB | a number of bytes such as 16MiB",
        "time | 30 | a length of time such as 30s",
        "time | -30s | a length of time such as 30s",
        "time | soon | a length of time such as 30s",
        "time | `` | a length of time such as 30s",
        "flag | yes | true or false",
        "flag | TRUE | true or false",
        "flag | 1 | true or false",
        "durability | Power | one of power, process",
        "durability | `` | one of power, process",
      })
  void textThatDoesNotFitItsKindIsRefused(String name, String text, String expected) {
    Map<String, String> texts =
        name.equals("path") ? Map.of(name, text) : Map.of("path", "p", name, text);

    assertThatThrownBy(() -> settings(texts))
        .isInstanceOf(Configuration.class)
        .hasMessage(
            "'%s' is not a value for setting '%s', which is %s [setting=%s]",
            text, name, expected, name);
  }

  @Test
  void secretIsNeverShown() {
    assertThatThrownBy(() -> settings(Map.of("path", "p", "pin", "hunter2")))
        .hasMessage(
            "The text is not a value for setting 'pin', which is a whole number [setting=pin]")
        .satisfies(
            e -> {
              for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("hunter2");
              }
            });
    assertThat(settings(Map.of("path", "p", "pin", "1234")).toString())
        .doesNotContain("1234")
        .isEqualTo("Settings[path, count, size, time, flag, durability, pin]");
  }

  @Test
  void unknownNameIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> settings(Map.of("path", "p", "cuont", "1")))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("Unknown setting 'cuont' of backend test, did you mean 'count'?");
  }

  @Test
  void missingSettingIsRefusedWithItsDescription() {
    assertThatThrownBy(() -> settings(Map.of()))
        .isInstanceOf(Configuration.class)
        .hasMessage("Missing setting 'path' of backend test: where it is [setting=path]");
    assertThatThrownBy(() -> settings(Map.of("path", "p")).text("name"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("Missing setting 'name'");
  }

  @Test
  void changedCopyIsCheckedAgain() {
    Settings settings = settings(Map.of("path", "p"));

    assertThat(settings.with("flag", "true").flag("flag")).isTrue();
    assertThat(settings.flag("flag")).isFalse();
    assertThatThrownBy(() -> settings.with("flag", "maybe")).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> settings.with("flga", "true")).isInstanceOf(Configuration.class);
  }

  @Test
  void askingForAnotherKindIsAFaultOfTheBackend() {
    Settings settings = settings(Map.of("path", "p"));

    assertThatThrownBy(() -> settings.integer("path")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.text("nothing")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void limitsAreSetWithinTheirBounds() {
    Settings settings =
        Settings.of(
            "backend test",
            LimitSettings.all(),
            Map.of("max-value-bytes", "1", "max-batch-operations", "2", "max-batch-bytes", "3"));

    Capabilities limits = LimitSettings.apply(settings, Capabilities.of("test")).build();

    assertThat(limits.maxValueBytes()).isEqualTo(1);
    assertThat(limits.maxBatchOperations()).isEqualTo(2);
    assertThat(limits.maxBatchBytes()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "max-value-bytes, 0",
    "max-value-bytes, 2GiB",
    "max-batch-operations, 0",
    "max-batch-operations, 2147483648",
    "max-batch-bytes, 0",
  })
  void limitsBeyondTheirBoundsAreRefused(String name, String text) {
    Settings settings = Settings.of("backend test", LimitSettings.all(), Map.of(name, text));

    assertThatThrownBy(() -> LimitSettings.apply(settings, Capabilities.of("test")))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("Setting '" + name + "' must be from 1 to");
  }

  private static Settings settings(Map<String, String> texts) {
    return Settings.of("backend test", KNOWN, texts);
  }
}
