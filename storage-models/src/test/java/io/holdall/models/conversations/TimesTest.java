package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.Corrupt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimesTest {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  @Test
  void valuesAndSegmentsAreWhatTheFormatterWrites() {
    DateTimeFormatter value = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    DateTimeFormatter segment = formatter("uuuuMMdd'T'HHmmss.SSSSSS'Z'");
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      long second = random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond());
      Instant time =
          Instant.ofEpochSecond(second, random.nextInt(1_000_000_000))
              .truncatedTo(ChronoUnit.MICROS);
      assertThat(Times.value(time)).isEqualTo(value.format(time));
      assertThat(Times.segment(time)).isEqualTo(segment.format(time));
      assertThat(Times.parse(Times.value(time))).isEqualTo(time);
      assertThat(Times.parseSegment(Times.segment(time))).isEqualTo(time);
    }
  }

  @Test
  void theFirstAndTheLastTimeAreWrittenWhole() {
    assertThat(Times.value(FIRST)).isEqualTo("0000-01-01T00:00:00.000000Z");
    assertThat(Times.segment(LAST)).isEqualTo("99991231T235959.999999Z");
  }

  @Test
  void aStoredTimeOutsideOfTheYearsIsCorrupt() {
    assertThatThrownBy(() -> Times.parse("+10000-01-01T00:00:00Z")).isInstanceOf(Corrupt.class);
    assertThatThrownBy(() -> Times.parse("yesterday")).isInstanceOf(Corrupt.class);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
