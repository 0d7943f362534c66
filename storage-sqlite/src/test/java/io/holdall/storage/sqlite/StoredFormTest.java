package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the file, as other tools see it. */
final class StoredFormTest {
  private static final Key KEY = Key.of("conversations", "s1", "messages").child(7);

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("store.db");
  }

  @Test
  void jsonIsTextThatSqlCanLookInto() throws SQLException {
    write(Value.json("{\"role\":\"user\"}"));

    assertThat(ask("SELECT value->>'$.role' FROM entries")).isEqualTo("user");
    assertThat(ask("SELECT collection || '|' || parent || '|' || name FROM json_entries"))
        .isEqualTo("conversations|conversations/s1/messages|000000000007");
  }

  @Test
  void binaryIsBlobAndNotAmongTheJsonEntries() throws SQLException {
    write(Value.binary(new byte[] {'{', '}'}));

    assertThat(ask("SELECT typeof(value) FROM entries")).isEqualTo("blob");
    assertThat(ask("SELECT count(*) FROM json_entries")).isEqualTo("0");
  }

  static Stream<String> notPlain() {
    return Stream.of(
        "7b007d", // NUL
        "80", // a continuation without a beginning
        "c0af", // overlong
        "e0809f", // overlong
        "eda080", // a surrogate
        "f4908080", // beyond Unicode
        "f0808080", // overlong
        "e282"); // cut off
  }

  @ParameterizedTest
  @MethodSource("notPlain")
  void jsonThatIsNoTextIsKeptAsBlobAndComesBackAsJson(String hex) throws SQLException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    write(Value.of(bytes, Format.JSON));

    assertThat(ask("SELECT typeof(value) FROM entries")).isEqualTo("blob");
    assertThat(read()).isEqualTo(Value.of(bytes, Format.JSON));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void jsonThatIsTextComesBackByteForByte(String text) throws SQLException {
    write(Value.json(text));

    assertThat(ask("SELECT typeof(value) FROM entries")).isEqualTo("text");
    assertThat(read()).isEqualTo(Value.json(text));
  }

  static Stream<String> plain() {
    return Stream.of("", " \r\n{}\n", "\"é\u20AC\uD83D\uDE00\uFEFF\uFFFD\"", "no json at all");
  }

  @Test
  void aPathWithQuestionMarkAndPercentIsTakenLiterally() throws SQLException {
    file = directory.resolve("a?cache=private&b%41 #c.db");
    write(Value.json("1"));

    assertThat(file).exists();
    assertThat(read()).isEqualTo(Value.json("1"));
  }

  @Test
  void closingLeavesOneFile() {
    write(Value.json("1"));

    assertThat(directory.toFile().list()).containsExactly("store.db");
  }

  private void write(Value value) {
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      storage.put(KEY, value);
    }
  }

  private Value read() {
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      return storage.get(KEY).orElseThrow().value();
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getString(1);
    }
  }
}
