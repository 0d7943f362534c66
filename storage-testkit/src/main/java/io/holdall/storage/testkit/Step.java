package io.holdall.storage.testkit;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Value;
import java.util.List;
import java.util.stream.Collectors;

/** What a random history does next; shows itself as a person would write it down. */
sealed interface Step {
  /** Commits a batch. */
  record Commit(List<Change> changes) implements Step {
    @Override
    public String toString() {
      return "commit " + changes.stream().map(Change::toString).collect(Collectors.joining(", "));
    }
  }

  /** Reads some keys. */
  record Get(List<Key> keys) implements Step {
    @Override
    public String toString() {
      return "get " + keys;
    }
  }

  /** Reads a whole range in pages, after a key that may be far away or not there. */
  record ScanAll(KeyRange range, List<Key> after, int limit, boolean reverse, boolean keysOnly)
      implements Step {
    @Override
    public String toString() {
      return "scan [%s, %s)%s, pages of %d%s%s"
          .formatted(
              range.from(),
              range.to().equals(KeyRange.END) ? "end" : range.to(),
              after.isEmpty() ? "" : " after " + after.get(0),
              limit,
              reverse ? ", reversed" : "",
              keysOnly ? ", keys only" : "");
    }
  }

  /** Takes a snapshot, which is compared at the end and when the next one is taken. */
  record TakeSnapshot() implements Step {
    @Override
    public String toString() {
      return "take a snapshot";
    }
  }

  /** Closes the store and opens it again. */
  record Reopen() implements Step {
    @Override
    public String toString() {
      return "reopen";
    }
  }

  /**
   * An operation of a batch. The condition is asked in words, for versions are not known before.
   *
   * @param value what is put; none for deletes and checks
   */
  record Change(ConditionTable.Verb verb, Key key, Value value, ConditionTable.Asked asked) {
    @Override
    public String toString() {
      String what = verb == ConditionTable.Verb.PUT ? " = " + Contents.show(value) : "";
      return "%s %s%s if %s".formatted(verb, key, what, asked);
    }
  }
}
