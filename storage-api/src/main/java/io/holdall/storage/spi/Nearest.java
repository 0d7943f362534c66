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

  /** How many characters to insert, delete, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int changed = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        steps[i][j] = Math.min(changed, steps[i - 1][j - 1] + (same ? 0 : 1));
        if (isSwap(a, i, b, j)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }

  /** Whether the two characters before these places are each other's in reverse. */
  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
