package io.holdall.models.conversations;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times in UTC and whole microseconds, as texts whose order is the order of time. */
final class Times {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final DateTimeFormatter SEGMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  static Instant now(InstantSource clock) {
    return checked(clock.instant());
  }

  static Instant checked(Instant time) {
    Instant micros = time.truncatedTo(ChronoUnit.MICROS);
    if (micros.isBefore(FIRST) || micros.isAfter(LAST)) {
      throw new InvalidArgument("A time lies outside the years 0 to 9999");
    }
    return micros;
  }

  static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  static Instant later(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }

  /** As in {@code 2026-11-21T09:30:00.000000Z}. */
  static String value(Instant time) {
    return text(time, "-", ":");
  }

  static Instant parse(String value) {
    try {
      return checked(Instant.parse(value));
    } catch (DateTimeException | InvalidArgument e) {
      throw new Corrupt("A stored time cannot be read");
    }
  }

  /** As in {@code 20261121T093000.000000Z}: without colons, which a key would have to escape. */
  static String segment(Instant time) {
    return text(time, "", "");
  }

  static Instant parseSegment(String segment) {
    try {
      return Instant.from(SEGMENT.parse(segment));
    } catch (DateTimeException e) {
      throw new InvalidArgument("A time in a key or continuation cannot be read");
    }
  }

  /** By hand, for a formatter takes a microsecond, and an append has six times to write. */
  private static String text(Instant time, String inDate, String inTime) {
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    StringBuilder out = new StringBuilder(27);
    appendDigits(out, utc.getYear(), 4);
    appendDigits(out.append(inDate), utc.getMonthValue(), 2);
    appendDigits(out.append(inDate), utc.getDayOfMonth(), 2);
    appendDigits(out.append('T'), utc.getHour(), 2);
    appendDigits(out.append(inTime), utc.getMinute(), 2);
    appendDigits(out.append(inTime), utc.getSecond(), 2);
    appendDigits(out.append('.'), utc.getNano() / 1_000, 6);
    return out.append('Z').toString();
  }

  private static void appendDigits(StringBuilder out, int number, int digits) {
    int unit = 1;
    for (int i = 1; i < digits; i++) {
      unit *= 10;
    }
    for (int left = number; unit > 0; unit /= 10) {
      out.append((char) ('0' + left / unit));
      left %= unit;
    }
  }
}
