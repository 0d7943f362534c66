package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import java.util.List;
import java.util.Optional;

/** Every operation with every condition on a key that is there and on one that is not. */
final class ConditionTable {
  private ConditionTable() {}

  enum Verb {
    PUT,
    DELETE,
    CHECK
  }

  enum Asked {
    ANY,
    ABSENT,
    CURRENT,
    STALE,
    NEVER_ISSUED
  }

  interface Body {
    void accept(Verb verb, Asked asked, boolean present);
  }

  static void forEach(Body body) {
    for (Verb verb : Verb.values()) {
      for (Asked asked : Asked.values()) {
        body.accept(verb, asked, true);
        body.accept(verb, asked, false);
      }
    }
  }

  /** Makes the key be there or not, after it had been written and deleted before. */
  static Row row(Storage storage, Verb verb, Asked asked, boolean present) {
    Key key = Key.of("table", verb.name(), asked.name(), present ? "present" : "absent");
    Version stale = storage.put(key, Samples.text("stale"));
    Version current = storage.put(key, Samples.text("current"));
    if (!present) {
      storage.delete(key);
    }
    Condition condition =
        switch (asked) {
          case ANY -> Condition.any();
          case ABSENT -> Condition.absent();
          case CURRENT -> Condition.version(current);
          case STALE -> Condition.version(stale);
          case NEVER_ISSUED -> Condition.version(Samples.neverIssued());
        };
    Operation operation =
        switch (verb) {
          case PUT -> new WriteBatch.Put(key, Samples.text("new"), condition);
          case DELETE -> new WriteBatch.Delete(key, condition);
          case CHECK -> new WriteBatch.Check(key, condition);
        };
    boolean holds =
        asked == Asked.ANY || (present ? asked == Asked.CURRENT : asked == Asked.ABSENT);
    return new Row(operation, holds, storage.get(key));
  }

  record Row(Operation operation, boolean holds, Optional<Entry> before) {
    void assertOutcome(Storage storage, WriteBatch batch) {
      Throwable thrown = catchThrowable(() -> storage.commit(batch));
      Optional<Entry> after = storage.get(operation.key());
      String what = "%s of %s".formatted(operation.getClass().getSimpleName(), operation.key());
      if (holds) {
        assertThat(thrown).as("%s, whose condition holds", what).isNull();
        Contents.showing(assertThat(after.map(Entry::value))).as(what).isEqualTo(expected());
      } else {
        assertThat(thrown).as("%s, whose condition fails", what).isInstanceOf(Conflict.class);
        assertThat(((Conflict) thrown).keys()).as(what).isEqualTo(List.of(operation.key()));
        Contents.showing(assertThat(after)).as("after a failed %s", what).isEqualTo(before);
      }
    }

    private Optional<Value> expected() {
      if (operation instanceof WriteBatch.Put put) {
        return Optional.of(put.value());
      }
      return operation instanceof WriteBatch.Delete ? Optional.empty() : before.map(Entry::value);
    }
  }
}
