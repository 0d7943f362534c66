package io.holdall.models.conversations.transfer;

import java.util.List;
import java.util.Map;

/**
 * What importing a file did, or would do.
 *
 * @param file the file's name
 * @param format the name of its format
 * @param sessions sessions stored that were not there before, those renamed and replaced included
 * @param messages messages stored
 * @param toolCalls calls of tools in these messages
 * @param alreadyThere sessions of which everything was there already
 * @param continued sessions of which the beginning was there, and the rest was added
 * @param replaced sessions that were deleted for those of the file
 * @param renamed the ids that sessions got because theirs was taken, by the id they would have had
 * @param different ids of sessions that differ from those in the store and were left out
 * @param broken the first {@value #MAX_BROKEN} broken records
 * @param brokenCount how many records are broken
 */
public record ImportReport(
    String file,
    String format,
    long sessions,
    long messages,
    long toolCalls,
    long alreadyThere,
    long continued,
    long replaced,
    Map<String, String> renamed,
    List<String> different,
    List<BrokenRecord> broken,
    long brokenCount) {
  /** How many broken records are reported one by one. */
  public static final int MAX_BROKEN = 1_000;

  /** Copies the collections. */
  public ImportReport {
    renamed = Map.copyOf(renamed);
    different = List.copyOf(different);
    broken = List.copyOf(broken);
  }
}
