package io.holdall.storage.spi;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody who mistyped may have meant. */
public final class Nearest {
  private Nearest() {}

  /** The end of an error message: the nearest name if one is near, and all names there are. */
  public static String hint(String typed, Collection<String> known) {
    String all = known.isEmpty() ? "; there are none" : "; known are " + String.join(", ", known);
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= Math.max(2, typed.length() / 3))
        .map(name -> ", did you mean '" + name + "'?" + all.replaceFirst("; known", " Known"))
        .orElse(all);
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
