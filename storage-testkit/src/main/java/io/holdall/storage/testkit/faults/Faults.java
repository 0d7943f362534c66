package io.holdall.storage.testkit.faults;

import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A decorator whose store fails as it is told to, by a script or by chance.
 *
 * <pre>{@code
 * Faults faults = Faults.scripted();
 * Storage storage = Storage.builder(backend).with(faults).open();
 * faults.next(Fault.ANSWER_LOST);                      // the next commit
 * faults.at(faults.commits() + 3, Fault.REFUSED);      // the third from now
 * faults.before(batch -> true, () -> other.put(key, value));
 *
 * Faults chance = Faults.seeded(seed).refused(0.1).answerLost(0.05).readsRefused(0.1).build();
 * }</pre>
 *
 * <p>What is not told to fail works as the delegate does, and passes the contract kit. Faults by
 * chance depend on the seed and on the number of the call alone, so a test in one thread that
 * prints its seed can be repeated exactly; of several threads it is not fixed who makes which call.
 * A script comes before chance. {@code Storage} reads when it is opened, so that may fail by
 * chance, too. Thread-safe; one object is for one store.
 */
public final class Faults implements Decorator {
  /** What the next commit meets for which the condition holds. */
  private record Plan(Predicate<WriteBatch> batch, Fault fault, Runnable before) {}

  private final Chances chances;
  private final Fault otherwise;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final Map<Integer, Fault> numbered = new ConcurrentHashMap<>();
  private final Deque<Plan> plans = new ArrayDeque<>(); // guarded by itself
  private volatile boolean healed;
  private volatile boolean unavailable;
  private volatile boolean unreadable;
  private volatile int mostOperations = Integer.MAX_VALUE;

  private Faults(Chances chances, Fault otherwise) {
    this.chances = chances;
    this.otherwise = otherwise;
  }

  /** Nothing fails before it is told to. */
  public static Faults scripted() {
    return new Faults(Chances.NONE, Fault.NONE);
  }

  /** Every commit meets this fault, unless a script says otherwise. */
  public static Faults always(Fault fault) {
    return new Faults(Chances.NONE, fault);
  }

  /** Faults by chance, of which none is set at first. */
  public static SeededFaults seeded(long seed) {
    return new SeededFaults(seed);
  }

  static Faults byChance(Chances chances) {
    return new Faults(chances, Fault.NONE);
  }

  /** The next commits meet these, one each, after what was told before. */
  public Faults next(Fault... faults) {
    for (Fault fault : faults) {
      add(new Plan(batch -> true, fault, () -> {}));
    }
    return this;
  }

  /** The next commit for which the condition holds meets this, after what was told before. */
  public Faults next(Predicate<WriteBatch> batch, Fault fault) {
    return add(new Plan(batch, fault, () -> {}));
  }

  /**
   * Runs this just before the next commit for which the condition holds, once, after what was told
   * before; what it throws is what the commit throws. It may use the store.
   */
  public Faults before(Predicate<WriteBatch> batch, Runnable action) {
    return add(new Plan(batch, Fault.NONE, action));
  }

  /** The commit of this number meets this, counted from 1 as {@link #commits()} does. */
  public Faults at(int commit, Fault fault) {
    numbered.put(commit, fault);
    return this;
  }

  /** Whether every call fails as {@code Unavailable}, until it is told otherwise. */
  public Faults unavailable(boolean value) {
    unavailable = value;
    return this;
  }

  /** Whether every read fails as {@code Unavailable}, until it is told otherwise. */
  public Faults unreadable(boolean value) {
    unreadable = value;
    return this;
  }

  /** Batches of more operations fail as {@code LimitExceeded}, whatever the capabilities say. */
  public Faults mostOperations(int limit) {
    mostOperations = limit;
    return this;
  }

  /** Forgets everything that it was told; nothing fails from now on. */
  public Faults heal() {
    synchronized (plans) {
      plans.clear();
    }
    numbered.clear();
    unavailable = false;
    unreadable = false;
    mostOperations = Integer.MAX_VALUE;
    healed = true;
    return this;
  }

  /** How many commits have arrived, failed ones included. */
  public int commits() {
    return commits.get();
  }

  /** How many reads have arrived, those of snapshots, snapshots and statistics included. */
  public int reads() {
    return reads.get();
  }

  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    return new FaultyBackend(delegate, this);
  }

  @Override
  public String name() {
    return "faults";
  }

  private Faults add(Plan plan) {
    synchronized (plans) {
      plans.add(plan);
    }
    return this;
  }

  /** A commit arrives; what it meets, unless it fails at once. */
  Fault onCommit(WriteBatch batch) {
    int number = commits.incrementAndGet();
    requireAvailable();
    if (batch.operations().size() > mostOperations) {
      throw new LimitExceeded("The batch has too many operations, by a fault on purpose")
          .with("limit", mostOperations);
    }
    Fault told = numbered.remove(number);
    if (told != null) {
      return told;
    }
    Plan plan = nextPlan(batch);
    if (plan != null) {
      plan.before.run();
      return plan.fault;
    }
    if (healed) {
      return Fault.NONE;
    }
    return otherwise == Fault.NONE ? chances.commit(number) : otherwise;
  }

  private @Nullable Plan nextPlan(WriteBatch batch) {
    synchronized (plans) {
      Plan plan = plans.peek();
      return plan != null && plan.batch.test(batch) ? plans.remove() : null;
    }
  }

  /** A read arrives; fails if it is to. */
  void onRead() {
    int number = reads.incrementAndGet();
    requireAvailable();
    if (unreadable || (!healed && chances.refusesRead(number))) {
      throw refused();
    }
  }

  private void requireAvailable() {
    if (unavailable) {
      throw refused();
    }
  }

  static Unavailable refused() {
    return new Unavailable("The store cannot be reached, by a fault on purpose");
  }
}
