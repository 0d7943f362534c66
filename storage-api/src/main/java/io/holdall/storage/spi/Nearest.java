package io.holdall.storage.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody who mistyped may have meant. */
public final class Nearest {
  private Nearest() {}

  /** The end of an error message: the nearest name if one is near, and all names there are. */
  public static String hint(String typed, Collection<String> known) {
    String all = known.isEmpty() ? "there are none" : "nown are " + String.join(", ", known);
    return to(typed, known)
        .map(name -> ", did you mean '" + name + "'? K" + all)
        .orElse(known.isEmpty() ? "; " + all : "; k" + all);
  }

  /** The nearest name, upper and lower case alike, if one is near enough to have been meant. */
  public static Optional<String> to(String typed, Collection<String> known) {
    String folded = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> isNear(folded, name.toLowerCase(Locale.ROOT)))
        .min(Comparator.comparingInt(name -> distance(folded, name.toLowerCase(Locale.ROOT))));
  }

  /** A third of it mistyped at most, or its beginning. */
  private static boolean isNear(String typed, String name) {
    return distance(typed, name) <= Math.max(1, Math.min(typed.length(), name.length()) / 3)
        || (typed.length() >= 3 && name.startsWith(typed));
  }

  /** The Levenshtein distance: how many characters to insert, delete or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
