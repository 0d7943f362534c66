package io.holdall.models.conversations.transfer;

import io.holdall.models.conversations.format.Place;

/**
 * Something in a file that cannot be imported.
 *
 * @param place where it begins
 * @param problem what is wrong, without quoting the file
 */
public record BrokenRecord(Place place, String problem) {
  /** For people: {@code record 3, line 17, column 5: the message has no role}. */
  @Override
  public String toString() {
    return place + ": " + problem;
  }
}
