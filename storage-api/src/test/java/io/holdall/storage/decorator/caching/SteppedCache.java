package io.holdall.storage.decorator.caching;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.StorageBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A cache over a store whose parts are steps of {@link Interleavings}, with operations on one key
 * that note their results.
 */
final class SteppedCache implements Interleavings.Scenario {
  static final Key KEY = Key.of("k");

  private final Interleavings steps;
  private final StorageBackend store;
  private final Memory memory;
  private final @Nullable SecondTier secondTier;
  private final CachingBackend cache;
  private final Queue<Runnable> writing = new ArrayDeque<>();
  private final RegisterHistory history = new RegisterHistory();
  private final List<Runnable> tasks = new ArrayList<>();
  private Optional<String> initial = Optional.empty();

  SteppedCache(Interleavings steps, Stripes stripes, boolean hasSecondTier) {
    this.steps = steps;
    store = SteppingBackend.store(steps);
    secondTier = hasSecondTier ? tier(stripes) : null;
    memory = new SteppingMemory();
    cache =
        new CachingBackend(
            store, memory, stripes, secondTier, true, false, Lifetime.ENDLESS, System::nanoTime);
    writePending();
  }

  private SecondTier tier(Stripes stripes) {
    TierSettings settings =
        new TierSettings(
            new OpenStack(SteppingBackend.secondTier(steps), List.of()),
            Optional.empty(),
            1 << 20,
            Duration.ofNanos(TimeUnit.DAYS.toNanos(1)),
            Optional.empty());
    return new SecondTier(
        TierStore.of(settings.stack().open()),
        settings,
        Lifetime.ENDLESS,
        false,
        stripes,
        System::nanoTime,
        new TierThreads(Runnable::run, writing::add, () -> {}));
  }

  /** Before the tasks: what the store holds, and the cache does not. */
  SteppedCache holding(String text) {
    commit(WriteBatch.builder().put(KEY, value(text)).build());
    memory.remove(KEY);
    initial = Optional.of(text);
    return this;
  }

  /** Before the tasks: memory has it, too. */
  SteppedCache remembering(String text) {
    holding(text);
    cache.get(List.of(KEY));
    return this;
  }

  /** Before the tasks: memory forgets, and the second tier gets it. */
  SteppedCache movedToSecondTier() {
    memory.evictAll();
    writePending();
    return this;
  }

  SteppedCache reading() {
    tasks.add(this::read);
    return this;
  }

  SteppedCache writing(String text) {
    tasks.add(() -> change(Optional.of(text), WriteBatch.builder().put(KEY, value(text)).build()));
    return this;
  }

  SteppedCache deleting() {
    tasks.add(() -> change(Optional.empty(), WriteBatch.builder().delete(KEY).build()));
    return this;
  }

  /** Deletes and writes again, one after the other. */
  SteppedCache recreating(String text) {
    tasks.add(
        () -> {
          change(Optional.empty(), WriteBatch.builder().delete(KEY).build());
          change(Optional.of(text), WriteBatch.builder().put(KEY, value(text)).build());
        });
    return this;
  }

  /** Writes on the condition that there is nothing. */
  SteppedCache creating(String text) {
    tasks.add(
        () -> {
          WriteBatch batch = WriteBatch.builder().put(KEY, value(text), Condition.absent()).build();
          int begin = steps.moment();
          boolean isCreated = true;
          try {
            commit(batch);
          } catch (Conflict e) {
            isCreated = false;
          }
          history.createdIfAbsent(begin, steps.moment(), text, isCreated);
        });
    return this;
  }

  /** Memory makes room, and the second tier is written. */
  SteppedCache evicting() {
    tasks.add(
        () -> {
          steps.inOneStep(memory::evictAll);
          writePending();
        });
    return this;
  }

  @Override
  public List<Runnable> tasks() {
    return tasks;
  }

  /** All results, and those of reads afterwards, can be explained; nothing wrong stays behind. */
  @Override
  public void check() {
    read();
    Optional<String> stored = text(store.get(List.of(KEY)).get(0));
    Remembered remembered = memory.get(KEY);
    if (remembered != null) {
      require(text(remembered.entry()).equals(stored), "memory holds what the store does not");
    }
    if (secondTier != null) {
      memory.remove(KEY);
      read();
      memory.evictAll();
      writePending();
      read();
    }
    require(history.isLinearizable(initial), "no order explains");
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what + history);
    }
  }

  private void read() {
    int begin = steps.moment();
    Optional<String> result = text(cache.get(List.of(KEY)).get(0));
    history.read(begin, steps.moment(), result);
  }

  private void change(Optional<String> state, WriteBatch batch) {
    int begin = steps.moment();
    try {
      commit(batch);
      history.written(begin, steps.moment(), state);
    } catch (OutcomeUnknown e) {
      history.perhapsWritten(begin, state);
    } catch (Unavailable e) {
      steps.moment(); // nothing was written, so there is nothing to note
    }
  }

  private void commit(WriteBatch batch) {
    cache.commit(batch);
  }

  private void writePending() {
    for (Runnable task = writing.poll(); task != null; task = writing.poll()) {
      task.run();
    }
  }

  private static Value value(String text) {
    return Value.of(text.getBytes(StandardCharsets.UTF_8), Format.BINARY);
  }

  private static Optional<String> text(Optional<Entry> entry) {
    return entry.map(present -> present.value().text());
  }

  /** Forgetting is a step of its own. */
  private final class SteppingMemory extends Memory {
    SteppingMemory() {
      super(
          1 << 20,
          (key, what) -> {
            if (secondTier != null) {
              secondTier.keep(key, what);
            }
          });
    }

    @Override
    void remove(Key key) {
      steps.pause();
      super.remove(key);
      if (secondTier != null) {
        steps.pause();
      }
    }
  }

  /** Taking a stamp and remembering by it are steps of their own. */
  static class SteppingStripes extends Stripes {
    private final Interleavings steps;

    SteppingStripes(Interleavings steps) {
      super(1);
      this.steps = steps;
    }

    @Override
    long stamp(Key key) {
      steps.pause();
      return super.stamp(key);
    }

    @Override
    boolean ifUntouched(Key key, long stamp, Runnable action) {
      steps.pause();
      return super.ifUntouched(key, stamp, action);
    }
  }
}
