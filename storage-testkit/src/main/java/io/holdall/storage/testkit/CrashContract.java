package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.testkit.CrashLoad.Acknowledgement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Crashes: what was acknowledged is there, nothing is there half. */
interface CrashContract {
  /** Makes long loops longer still. */
  String HEAVY = "holdall.test.heavy";

  /** How many processes are killed for each store with files of its own; 50 when not set. */
  String KILLS = "holdall.test.kills";

  /** How many at most where nothing of what is tested is in files of its own. */
  int FEW_KILLS = 10;

  /** Within this time a kill meets the opening somewhere, or comes soon after it. */
  int LONGEST_OPENING_NANOS = 150_000_000;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // when it is made heavy
  @Case({16, 23, 31, 44})
  default void aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf(StoreUnderTest store) {
    store.needPersistence();
    int kills = kills(store);
    store.close();
    long seed = Seed.next();
    Random random = new Random(seed);
    CrashLedger ledger = new CrashLedger(3);
    ChildProcess next = store.startChild();
    for (int kill = 1; kill <= kills; kill++) {
      ChildProcess writer = next;
      next = store.startChild();
      String when = "after kill %d of %d (%s)".formatted(kill, kills, Seed.hint(seed));
      try {
        writeAndKill(writer, random, ledger);
        ledger.check(store.storage());
        store.close();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("%s: %s".formatted(when, e.getMessage()), e);
      }
    }
    assertThat(ledger.acknowledged()).as("acknowledged commits in all").isGreaterThan(kills);
  }

  /** Decorators are on no disk, and services die with none of their callers: few show it. */
  private static int kills(StoreUnderTest store) {
    if (Boolean.getBoolean(HEAVY)) {
      return 1_000;
    }
    int kills = Integer.getInteger(KILLS, 50);
    boolean ownFiles =
        store.description().decorators().isEmpty() && !store.capabilities().distributed();
    return ownFiles ? kills : Math.min(kills, FEW_KILLS);
  }

  /** Now and then the store is killed while it opens, else after some acknowledgements. */
  private static void writeAndKill(ChildProcess writer, Random random, CrashLedger ledger) {
    if (random.nextInt(6) == 0) {
      writer.send("open");
      // Not to wait for anything: any moment of the opening may be its last.
      LockSupport.parkNanos(random.nextInt(LONGEST_OPENING_NANOS));
    } else {
      writer.tell("open");
      writer.send("write " + ledger.writers());
      for (int wanted = random.nextInt(60); wanted > 0; wanted--) {
        note(writer.readLine(), ledger); // at once: a writer that failed says so, and no more
      }
    }
    writer.kill().forEach(line -> note(line, ledger));
  }

  /** A line is an acknowledgement, or the answer to a command. */
  private static void note(String line, CrashLedger ledger) {
    if (!line.equals("ok")) {
      ledger.acknowledge(Acknowledgement.parse(line));
    }
  }
}
