package io.holdall.models.conversations;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that uses a store shared with others, one request at a time and only when it is told
 * to, so that a test decides exactly in which order the requests of several arrive.
 */
final class Actor implements StorageBackend {
  /** What becomes of a request. */
  enum Fate {
    DONE,
    REQUEST_LOST,
    ANSWER_LOST,
    KILLED_BEFORE,
    KILLED_AFTER
  }

  /** Ends the thread of a process that was killed. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final StorageBackend shared;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore arrived = new Semaphore(0);
  private final Conversations chats;
  private volatile @Nullable Thread thread;
  private volatile Fate fate = Fate.DONE;
  private volatile boolean finished = true;
  private volatile boolean killed;
  private volatile @Nullable Throwable failure;

  Actor(StorageBackend shared, TestClock clock) {
    this.shared = shared;
    this.chats = Conversations.in(Storage.of(this), "conversations", clock);
  }

  /** Its conversations, with what it remembers of them; usable freely while it does nothing. */
  Conversations chats() {
    return chats;
  }

  boolean isFinished() {
    return finished;
  }

  boolean isKilled() {
    return killed;
  }

  /** Gives it something to do, which it begins with its first step. */
  void begin(Consumer<Conversations> work) {
    finished = false;
    Thread worker =
        new Thread(
            () -> {
              try {
                await();
                work.accept(chats);
              } catch (Killed e) {
                // As it was told.
              } catch (Throwable e) {
                failure = e;
              } finally {
                finished = true;
                arrived.release();
              }
            });
    worker.setDaemon(true);
    thread = worker;
    worker.start();
    arrived.acquireUninterruptibly();
  }

  /** Lets it begin or make its next request, and runs it up to the one after that. */
  void step(Fate next) {
    if (!finished) {
      fate = next;
      turn.release();
      arrived.acquireUninterruptibly();
      Throwable thrown = failure;
      if (thrown != null) {
        throw new AssertionError("An actor failed", thrown);
      }
    }
  }

  void steps(int count) {
    for (int i = 0; i < count && !finished; i++) {
      step(Fate.DONE);
    }
  }

  void finish() {
    steps(Integer.MAX_VALUE);
  }

  private Fate await() {
    if (killed) {
      throw new Killed();
    }
    if (Thread.currentThread() != thread) {
      return Fate.DONE;
    }
    arrived.release();
    turn.acquireUninterruptibly();
    Fate mine = fate;
    killed = mine == Fate.KILLED_BEFORE || mine == Fate.KILLED_AFTER;
    if (mine == Fate.KILLED_BEFORE) {
      throw new Killed();
    }
    return mine;
  }

  private void dieIf(Fate mine) {
    if (mine == Fate.KILLED_AFTER) {
      throw new Killed();
    }
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    Fate mine = await();
    if (mine == Fate.REQUEST_LOST) {
      throw new OutcomeUnknown("The request was lost", null);
    }
    CommitResult result = shared.commit(batch);
    dieIf(mine);
    if (mine == Fate.ANSWER_LOST) {
      throw new OutcomeUnknown("The answer was lost", null);
    }
    return result;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    Fate mine = await();
    List<Optional<Entry>> found = shared.get(keys);
    dieIf(mine);
    return found;
  }

  @Override
  public Page scan(Scan scan) {
    Fate mine = await();
    Page page = shared.scan(scan);
    dieIf(mine);
    return page;
  }

  @Override
  public Capabilities capabilities() {
    return shared.capabilities();
  }

  @Override
  public Snapshot snapshot() {
    return shared.snapshot();
  }

  @Override
  public StorageStats stats() {
    return shared.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void close() {
    shared.close();
  }
}
