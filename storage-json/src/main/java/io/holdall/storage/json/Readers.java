package io.holdall.storage.json;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.json.log.View;
import io.holdall.storage.spi.Snapshot;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;

/**
 * Reads without locks: takes the present view and reads from its files. A file that a compaction
 * has retired in between is closed; then the view is out of date, and the next one is taken.
 */
final class Readers {
  /** Gives the state to be read. */
  @FunctionalInterface
  interface Views {
    /** The state after all commits so far. */
    View current() throws IOException;
  }

  /** Reads something. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(View view) throws IOException;
  }

  private final Views views;
  private final Retirement retirement;
  private volatile boolean closed;

  Readers(Views views, Retirement retirement) {
    this.views = views;
    this.retirement = retirement;
  }

  List<Optional<Entry>> get(List<Key> keys) {
    return read(view -> Reads.get(view, keys));
  }

  Page scan(Scan scan) {
    return read(view -> Reads.scan(view, scan));
  }

  View current() {
    return read(view -> view);
  }

  Snapshot snapshot() {
    long entered = retirement.enter();
    try {
      return new FrozenView(read(view -> view), entered);
    } catch (RuntimeException e) {
      retirement.leave(entered);
      throw e;
    }
  }

  void requireOpen() {
    if (closed) {
      throw new Closed("The store is closed");
    }
  }

  /** From now on every call throws {@code Closed}, also on snapshots. */
  void close() {
    closed = true;
  }

  private <T> T read(Reading<T> reading) {
    while (true) {
      requireOpen();
      try {
        return reading.from(views.current());
      } catch (ClosedChannelException e) {
        requireOpen(); // else the segment was retired, and the next view no longer has it
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }

  private static Unavailable unreadable(IOException e) {
    return new Unavailable("A file of the store could not be read", e);
  }

  private final class FrozenView implements Snapshot {
    private final View view;
    private final long entered;
    private boolean released; // guarded by this

    FrozenView(View view, long entered) {
      this.view = view;
      this.entered = entered;
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      return frozen(frozenView -> Reads.get(frozenView, keys));
    }

    @Override
    public Page scan(Scan scan) {
      return frozen(frozenView -> Reads.scan(frozenView, scan));
    }

    @Override
    public void close() {
      synchronized (this) {
        if (released) {
          return;
        }
        released = true;
      }
      retirement.leave(entered);
    }

    private <T> T frozen(Reading<T> reading) {
      requireUsable();
      try {
        return reading.from(view);
      } catch (ClosedChannelException e) {
        requireUsable();
        throw unreadable(e);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private void requireUsable() {
      requireOpen();
      synchronized (this) {
        if (released) {
          throw new Closed("The snapshot is closed");
        }
      }
    }
  }
}
