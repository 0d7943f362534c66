package io.holdall.storage.json.format;

import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * What a segment states of the one before it: how much of that counts. Whatever its file holds
 * beyond was never acknowledged and is ignored.
 *
 * @param segment its number
 * @param length the bytes that count
 * @param commit the last commit in them, or the last before them if there is none
 * @param chain the checksums of all its lines, chained
 */
public record Seal(int segment, long length, long commit, int chain) {
  static final String PATTERN =
      "\\{\"segment\":(\\d{1,10}),\"length\":(\\d{1,15}),\"commit\":(\\d{1,17}),"
          + "\"chain\":\"([0-9a-f]{8})\"}";

  String json() {
    return "{\"segment\":%d,\"length\":%d,\"commit\":%d,\"chain\":\"%s\"}"
        .formatted(segment, length, commit, Ascii.hex(chain));
  }

  /** The seal in the groups that begin with this one, or null if they matched nothing. */
  static @Nullable Seal from(Matcher matcher, int group) {
    return matcher.group(group) == null
        ? null
        : new Seal(
            Integer.parseInt(matcher.group(group)),
            Long.parseLong(matcher.group(group + 1)),
            Long.parseLong(matcher.group(group + 2)),
            Ascii.parseHex(matcher.group(group + 3)));
  }
}
