package io.holdall.models.conversations;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times in UTC and whole microseconds, as texts whose order is the order of time. */
final class Times {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final DateTimeFormatter VALUE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Without colons, which a key would have to escape. */
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

  static String value(Instant time) {
    return VALUE.format(time);
  }

  static Instant parse(String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new Corrupt("A stored time cannot be read");
    }
  }

  static String segment(Instant time) {
    return SEGMENT.format(time);
  }

  static Instant parseSegment(String segment) {
    try {
      return Instant.from(SEGMENT.parse(segment));
    } catch (DateTimeException e) {
      throw new InvalidArgument("A time in a key or continuation cannot be read");
    }
  }
}
