package io.holdall.models.conversations.format;

/**
 * A place in a chat file, counted from 1.
 *
 * @param record the number of the record: a session, a message or a line, as the format has it
 * @param line the line, 0 if it is not known
 * @param column the column, 0 if it is not known
 */
public record Place(long record, long line, long column) {
  /** A record that is a line of its own. */
  public static Place line(long record, long line) {
    return new Place(record, line, 0);
  }

  /** For people: {@code record 3, line 17, column 5}. */
  @Override
  public String toString() {
    return "record "
        + record
        + (line > 0 ? ", line " + line : "")
        + (column > 0 ? ", column " + column : "");
  }
}
