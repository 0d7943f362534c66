package io.holdall.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Figures {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Figures() {}

  /** A number with thousands separated: 5,308. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number with its noun, in the plural unless the number is one: 1 session, 5,308 entries. */
  public static String count(long number, String noun) {
    if (number == 1) {
      return "1 " + noun;
    }
    boolean endsWithY = noun.endsWith("y");
    return count(number)
        + " "
        + (endsWithY ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
  }

  /** Bytes with a unit: 512 B, 3.9 MiB. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, amount < 100 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
  }

  /** A length of time with a unit that fits: 0.31 ms, 42 ms, 1.3 s, 2 min 05 s. */
  public static String time(Duration time) {
    double millis = time.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.2f ms", millis);
    }
    if (millis < 1_000) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }
    return String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart());
  }
}
