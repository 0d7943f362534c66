package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Commits groups of batches on the one connection that writes. The rules after a failure are in
 * {@code docs/decisions/0022-sqlite-group-commit.md}.
 *
 * <p>Used by one thread at a time, the leading committer.
 */
final class Writer {
  private final Database database;
  private @Nullable WriteSession session;

  Writer(Database database) {
    this.database = database;
  }

  /** Gives every batch of the group its outcome. */
  void commit(Group group) {
    WriteSession open;
    boolean covered;
    try {
      open = session();
      covered = open.epochs().covers(Group.MOST_BATCHES);
      if (!covered && group.writes()) {
        open.takeEpoch();
        covered = true;
      }
      open.begin();
    } catch (SQLException e) {
      renew();
      failAll(group.batches(), e);
      return;
    } catch (StorageException e) {
      alone(group.batches(), e);
      return;
    }
    try {
      performAll(open, group, covered);
    } catch (SQLException e) {
      StorageException reason = database.errors().translate(open.rolledBack(e));
      renew();
      alone(group.batches(), reason);
      return;
    } catch (RuntimeException | Error e) {
      throw unforeseen(open, e);
    }
    end(open, group.batches());
  }

  /** One batch's trouble is not the others': each is tried alone, and gets an error of its own. */
  private void alone(List<PendingCommit> group, StorageException reason) {
    if (group.size() == 1) {
      group.get(0).fail(reason);
    } else {
      group.forEach(pending -> commit(Group.of(pending)));
    }
  }

  /** Performs the group's batches, and those that join it meanwhile. */
  private static void performAll(WriteSession session, Group group, boolean writers)
      throws SQLException {
    int performed = 0;
    do {
      for (; performed < group.batches().size(); performed++) {
        perform(session, group.batches().get(performed));
      }
    } while (group.grows(writers));
  }

  private static void perform(WriteSession session, PendingCommit pending) throws SQLException {
    try {
      BatchChecks.require(session.reads(), pending.batch());
    } catch (StorageException e) { // A conflict or a damaged row, before anything was written.
      pending.fail(e);
      return;
    }
    pending.succeed(
        pending.batch().writes() ? session.apply(pending.batch()) : new CommitResult(Map.of()));
  }

  private void end(WriteSession open, List<PendingCommit> group) {
    if (group.stream().noneMatch(PendingCommit::wrote)) {
      try {
        open.rollback();
      } catch (SQLException e) {
        discard(); // It has read only; the outcomes stand.
      }
      return;
    }
    try {
      open.commit();
    } catch (SQLException e) {
      explain(group, open.rolledBack(e));
    }
  }

  /**
   * The commit failed. A full disk and a busy database leave no doubt. After anything else the
   * commit may stand complete in the journal, unseen by every process there is, and would be found
   * by the next who recovers the journal. So another commit, of a new epoch, is written in its
   * place; only when that is durable, the failed one can be told to be gone for good.
   */
  private void explain(List<PendingCommit> group, SQLException e) {
    renew();
    if (SqlErrors.is(e, SQLiteErrorCode.SQLITE_FULL)
        || SqlErrors.is(e, SQLiteErrorCode.SQLITE_BUSY)) {
      failAll(group, e);
      return;
    }
    Optional<Boolean> happened = Optional.empty();
    try {
      WriteSession open = session();
      boolean visible = visible(open, group);
      open.takeEpoch();
      happened = Optional.of(visible);
    } catch (SQLException | StorageException again) {
      e.addSuppressed(again);
      discard();
    }
    if (happened.isEmpty()) {
      for (PendingCommit pending : group) {
        pending.fail(
            pending.wrote()
                ? located(new OutcomeUnknown("It cannot be told whether the commit happened", e), e)
                : located(new Unavailable("The commits of others failed meanwhile", e), e));
      }
    } else if (!happened.get()) {
      for (PendingCommit pending : group) {
        pending.fail(located(new Unavailable("The commit failed, nothing was written", e), e));
      }
    }
  }

  private StorageException located(StorageException failure, SQLException cause) {
    return failure
        .with("file", database.options().path())
        .with("sqlite", SqlErrors.code(cause).name());
  }

  /**
   * Whether a group is there: judged by the versions of its puts, which nobody else can have
   * written, and if it has none, by whether what it deletes is gone.
   */
  private static boolean visible(WriteSession open, List<PendingCommit> group) throws SQLException {
    boolean puts = false;
    boolean gone = true;
    for (PendingCommit pending : group) {
      if (!pending.wrote()) {
        continue;
      }
      for (Map.Entry<Key, Version> put : pending.written().versions().entrySet()) {
        puts = true;
        if (Objects.equals(put.getValue(), open.reads().version(put.getKey()))) {
          return true;
        }
      }
      for (Operation operation : pending.batch().operations()) {
        gone &= !(operation instanceof Delete) || open.reads().version(operation.key()) == null;
      }
    }
    return !puts && gone;
  }

  private void failAll(List<PendingCommit> group, SQLException e) {
    for (PendingCommit pending : group) {
      // A conflict with a batch that is not there after all is none.
      pending.fail(database.errors().translate(e));
    }
  }

  /** Goes on with new statements, and on a new connection if even that fails. */
  private void renew() {
    WriteSession open = session;
    if (open != null) {
      try {
        session = open.renewed();
      } catch (SQLException e) {
        discard();
      }
    }
  }

  private WriteSession session() throws SQLException {
    if (session == null) {
      session =
          new BusyWait(database.options().busyTimeout()).until(() -> WriteSession.open(database));
    }
    return session;
  }

  private RuntimeException unforeseen(WriteSession open, Throwable e) {
    RuntimeException reason =
        e instanceof RuntimeException known ? known : new IllegalStateException(e);
    open.rolledBack(reason);
    discard();
    return reason;
  }

  private void discard() {
    try {
      close();
    } catch (StorageException e) {
      session = null;
    }
  }

  /** Closes the connection; called when nobody commits any more. */
  void close() {
    WriteSession open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        throw database.errors().translate(e);
      }
    }
  }
}
