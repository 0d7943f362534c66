package io.holdall.storage.sqlite;

/** Just enough of SQL's syntax to tell one statement from several. */
final class SqlText {
  private SqlText() {}

  /** Whether anything but space and comments follows the first semicolon. */
  static boolean isSeveralStatements(String sql) {
    boolean ended = false;
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      int next = skip(sql, i);
      if (isComment(sql, i) || Character.isWhitespace(c)) {
        i = Math.max(next, i + 1);
        continue;
      }
      if (ended && c != ';') {
        return true;
      }
      ended |= c == ';';
      i = Math.max(next, i + 1);
    }
    return false;
  }

  private static boolean isComment(String sql, int at) {
    return sql.startsWith("--", at) || sql.startsWith("/*", at);
  }

  /** The end of the comment, string or quoted name that begins here; the same place if none. */
  private static int skip(String sql, int at) {
    if (sql.startsWith("--", at)) {
      return after(sql, "\n", at);
    }
    if (sql.startsWith("/*", at)) {
      return after(sql, "*/", at + 2);
    }
    return switch (sql.charAt(at)) {
      case '\'' -> after(sql, "'", at + 1);
      case '"' -> after(sql, "\"", at + 1);
      case '`' -> after(sql, "`", at + 1);
      case '[' -> after(sql, "]", at + 1);
      default -> at;
    };
  }

  private static int after(String sql, String end, int from) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }
}
