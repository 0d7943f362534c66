package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.InvalidArgument;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Just enough of SQL's syntax to tell a query from what changes something, before SQLite sees it: a
 * {@code PRAGMA} may act while it is only being prepared, and beyond the one connection.
 */
final class SqlText {
  /** What can begin a statement that is no query. All else is SQLite's to understand or refuse. */
  private static final Set<String> CHANGING =
      Set.of(
          "ALTER",
          "ANALYZE",
          "ATTACH",
          "BEGIN",
          "COMMIT",
          "CREATE",
          "DELETE",
          "DETACH",
          "DROP",
          "END",
          "INSERT",
          "REINDEX",
          "RELEASE",
          "REPLACE",
          "ROLLBACK",
          "SAVEPOINT",
          "UPDATE",
          "VACUUM");

  /** Pragmas that only tell, whatever stands behind their name. */
  private static final Set<String> TELLING =
      Set.of(
          "COLLATION_LIST",
          "COMPILE_OPTIONS",
          "DATABASE_LIST",
          "FOREIGN_KEY_LIST",
          "FUNCTION_LIST",
          "INDEX_INFO",
          "INDEX_LIST",
          "INDEX_XINFO",
          "INTEGRITY_CHECK",
          "MODULE_LIST",
          "PRAGMA_LIST",
          "QUICK_CHECK",
          "TABLE_INFO",
          "TABLE_LIST",
          "TABLE_XINFO");

  /** Pragmas that only tell when nothing stands behind their name. */
  private static final Set<String> TELLING_ALONE =
      Set.of(
          "APPLICATION_ID",
          "AUTO_VACUUM",
          "CACHE_SIZE",
          "DATA_VERSION",
          "ENCODING",
          "FREELIST_COUNT",
          "JOURNAL_MODE",
          "PAGE_COUNT",
          "PAGE_SIZE",
          "SCHEMA_VERSION",
          "SYNCHRONOUS",
          "USER_VERSION");

  private static final char BYTE_ORDER_MARK = '\uFEFF'; // SQLite skips it like a space

  private SqlText() {}

  /**
   * Lets one query pass, and what SQLite will refuse as nonsense.
   *
   * @throws InvalidArgument if it is none or more than one statement
   * @throws AccessDenied if it changes something
   */
  static void requireQuery(String sql) {
    List<String> statement = statement(sql);
    if (statement.isEmpty()) {
      throw new InvalidArgument("There is no statement to run");
    }
    List<String> words = withoutExplain(statement);
    String first = words.isEmpty() ? "" : words.get(0);
    boolean explained = words.size() < statement.size();
    if (first.equals("PRAGMA") ? !onlyTells(words) : CHANGING.contains(first) && !explained) {
      throw cannotChange(null).with("statement", first);
    }
  }

  /** What is thrown for everything that is no query, here and where SQLite itself refuses it. */
  static StorageException cannotChange(@Nullable SQLException cause) {
    String text = "A query can only read, and this statement would do more";
    return (cause == null ? new AccessDenied(text) : new AccessDenied(text, cause))
        .with("reason", "query");
  }

  /** The words and signs of the one statement, without the semicolon. */
  private static List<String> statement(String sql) {
    List<String> words = words(sql);
    while (!words.isEmpty() && words.get(0).equals(";")) {
      words = words.subList(1, words.size());
    }
    int end = words.indexOf(";");
    if (end < 0) {
      return words;
    }
    if (!words.subList(end, words.size()).stream().allMatch(";"::equals)) {
      throw new InvalidArgument("A query is one statement");
    }
    return words.subList(0, end);
  }

  /** SQLite acts upon an explained pragma too. */
  private static List<String> withoutExplain(List<String> words) {
    if (!words.get(0).equals("EXPLAIN")) {
      return words;
    }
    boolean plan = words.size() > 2 && words.get(1).equals("QUERY") && words.get(2).equals("PLAN");
    return words.subList(plan ? 3 : 1, words.size());
  }

  private static boolean onlyTells(List<String> pragma) {
    boolean qualified = pragma.size() > 3 && pragma.get(2).equals(".");
    int at = qualified ? 3 : 1;
    String name = at < pragma.size() ? pragma.get(at) : "";
    boolean alone = at + 1 == pragma.size();
    return TELLING.contains(name) || (alone && TELLING_ALONE.contains(name));
  }

  /** Words in capitals, strings and quoted names as they are, every other sign by itself. */
  private static List<String> words(String sql) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < sql.length()) {
      int end = end(sql, i);
      if (!isComment(sql, i) && !isSpace(sql.charAt(i))) {
        words.add(sql.substring(i, end).toUpperCase(Locale.ROOT));
      }
      i = end;
    }
    return words;
  }

  private static boolean isComment(String sql, int at) {
    return sql.startsWith("--", at) || sql.startsWith("/*", at);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || c == BYTE_ORDER_MARK;
  }

  /** Where the comment, string, quoted name, word or sign that begins here ends. */
  private static int end(String sql, int at) {
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
      default -> endOfWord(sql, at);
    };
  }

  private static int after(String sql, String end, int from) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }

  private static int endOfWord(String sql, int at) {
    int end = at;
    while (end < sql.length() && isOfWord(sql.charAt(end))) {
      end++;
    }
    return Math.max(end, at + 1);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }
}
