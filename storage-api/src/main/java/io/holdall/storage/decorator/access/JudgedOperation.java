package io.holdall.storage.decorator.access;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.decorator.access.Judge.Verdict;
import java.util.Optional;

/**
 * Judges the operations of commits. What is allowed is decided before any condition is asked, and
 * an entry that the caller may not know of is treated as if it were not there, so that neither a
 * refusal nor a conflict tells of it. The one exception cannot be avoided: who may create an entry
 * learns that the key is taken.
 */
final class JudgedOperation {
  /** What can be said before looking into the store. */
  enum Before {
    /** Allowed, whatever is there; the store decides about the condition. */
    AS_ASKED,
    /** It depends on the entry. */
    LOOK,
    /** A check that holds for this caller, whatever is there. */
    HOLDS,
    /** A check that fails for this caller, whatever is there. */
    FAILS
  }

  /**
   * What is to be done about an entry that was looked at.
   *
   * @param operation what to commit, under the condition that the entry is still as it was; empty
   *     if the operation's own condition does not hold
   */
  record Outcome(Optional<Operation> operation) {
    static Outcome conflict() {
      return new Outcome(Optional.empty());
    }

    static Outcome of(Operation operation) {
      return new Outcome(Optional.of(operation));
    }
  }

  private final Judge judge;
  private final Denials denials;

  JudgedOperation(Judge judge, Denials denials) {
    this.judge = judge;
    this.denials = denials;
  }

  /**
   * Judges without looking into the store.
   *
   * @throws AccessDenied if it is not allowed whatever is there
   */
  Before beforeLooking(Operation operation) {
    if (operation instanceof Put put) {
      return beforeLooking(put);
    }
    if (operation instanceof Delete delete) {
      return switch (judge.verdict(Permission.DELETE, delete.key())) {
        case ALWAYS -> Before.AS_ASKED;
        case IF_OWNED -> Before.LOOK;
        case NEVER -> throw denied(Permission.DELETE, delete.key());
      };
    }
    return switch (judge.verdict(Permission.READ, operation.key())) {
      case ALWAYS -> Before.AS_ASKED;
      case IF_OWNED -> Before.LOOK;
      case NEVER -> operation.condition() instanceof Condition.Is ? Before.FAILS : Before.HOLDS;
    };
  }

  /** A put provided that the key is absent creates, one provided a version updates. */
  private Before beforeLooking(Put put) {
    boolean create = creates(put);
    Verdict update = updates(put);
    if (put.condition() instanceof Condition.Absent) {
      require(create, Permission.CREATE, put.key());
      return Before.AS_ASKED;
    }
    if (put.condition() instanceof Condition.Is) {
      require(update != Verdict.NEVER, Permission.UPDATE, put.key());
      return update == Verdict.ALWAYS ? Before.AS_ASKED : Before.LOOK;
    }
    require(create || update != Verdict.NEVER, Permission.CREATE, put.key());
    return create && update == Verdict.ALWAYS ? Before.AS_ASKED : Before.LOOK;
  }

  /**
   * Judges by what is there.
   *
   * @param present the entry, for an operation that {@link #beforeLooking} said depends on it
   * @throws AccessDenied if it is not allowed
   */
  Outcome afterLooking(Operation operation, Optional<Entry> present) {
    if (operation instanceof Put put) {
      return present.map(entry -> over(entry, put)).orElseGet(() -> overNothing(put));
    }
    Permission needed = operation instanceof Delete ? Permission.DELETE : Permission.READ;
    boolean allowed = present.filter(entry -> judge.allows(needed, entry)).isPresent();
    if (!allowed && operation instanceof Delete && isKnown(present)) {
      throw denied(needed, operation.key());
    }
    Version seen = allowed ? present.get().version() : null;
    if (!operation.condition().holds(seen)) {
      return Outcome.conflict();
    }
    Condition unchanged = JudgedBatch.asSeen(present);
    boolean removes = allowed && operation instanceof Delete;
    return Outcome.of(
        removes ? new Delete(operation.key(), unchanged) : new Check(operation.key(), unchanged));
  }

  private Outcome overNothing(Put put) {
    if (put.condition() instanceof Condition.Is) {
      return Outcome.conflict();
    }
    require(creates(put), Permission.CREATE, put.key());
    return Outcome.of(new Put(put.key(), put.value(), Condition.absent()));
  }

  private Outcome over(Entry entry, Put put) {
    boolean allowed = updates(put) != Verdict.NEVER && judge.allows(Permission.UPDATE, entry);
    boolean anyway = put.condition() instanceof Condition.Any;
    if (!allowed && (anyway || isKnown(Optional.of(entry)))) {
      // Where creating is not allowed either, the refusal is that of a key without an entry.
      boolean asIfAbsent = anyway && !creates(put);
      throw denied(asIfAbsent ? Permission.CREATE : Permission.UPDATE, put.key());
    }
    if (!allowed || !put.condition().holds(entry.version())) {
      return Outcome.conflict();
    }
    return Outcome.of(new Put(put.key(), put.value(), Condition.version(entry.version())));
  }

  private boolean creates(Put put) {
    return judge.allows(Permission.CREATE, put.key(), put.value());
  }

  /** Whether the new value may replace an entry: not if it would not be allowed to be replaced. */
  private Verdict updates(Put put) {
    return judge.allows(Permission.UPDATE, put.key(), put.value())
        ? judge.verdict(Permission.UPDATE, put.key())
        : Verdict.NEVER;
  }

  /** Whether the caller may learn of the entry by reading or listing. */
  private boolean isKnown(Optional<Entry> present) {
    return present
        .filter(
            entry -> judge.allows(Permission.READ, entry) || judge.allows(Permission.LIST, entry))
        .isPresent();
  }

  private void require(boolean allowed, Permission permission, Key key) {
    if (!allowed) {
      throw denied(permission, key);
    }
  }

  private AccessDenied denied(Permission permission, Key key) {
    return denials.refused(judge.principal(), permission, key);
  }
}
