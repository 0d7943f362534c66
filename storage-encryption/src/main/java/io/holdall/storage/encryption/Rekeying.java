package io.holdall.storage.encryption;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Works on the entries as they are stored. Every ciphertext names its key, so what is done already
 * is told by looking, and no position need be kept.
 */
final class Rekeying implements EncryptedStore {
  private static final int PAGE = 200;
  private static final int MOST_OPERATIONS = 100;
  private static final long MOST_BYTES = 4 << 20;

  /** How often an entry is tried that others keep changing. */
  private static final int ATTEMPTS = 100;

  private final StorageBackend store;
  private final Ciphers ciphers;

  Rekeying(StorageBackend store, Ciphers ciphers) {
    this.store = store;
    this.ciphers = ciphers;
  }

  @Override
  public String storeId() {
    return ciphers.header().storeId();
  }

  @Override
  public Keys keys() {
    return ciphers.keys();
  }

  @Override
  public SortedMap<Long, Long> usage(ProgressListener progress) {
    SortedMap<Long, Long> usage = new TreeMap<>();
    Steps steps = new Steps(progress);
    forEachPage(
        page -> {
          for (Entry entry : page) {
            usage.merge(keyId(entry), 1L, Long::sum);
            steps.next();
          }
        });
    return usage;
  }

  @Override
  public Result rekey(ProgressListener progress) {
    Capabilities capabilities = store.capabilities();
    if (capabilities.readOnly()) {
      throw new AccessDenied("The store is opened read-only");
    }
    if (!capabilities.conditions()) {
      throw new Unsupported(
          "This store keeps no conditions, so what others write meanwhile could be lost");
    }
    Run run = new Run(capabilities, new Steps(progress));
    forEachPage(run::add);
    run.flush();
    return new Result(run.encrypted, run.unchanged);
  }

  private interface PageWork {
    void on(List<Entry> page);
  }

  private void forEachPage(PageWork work) {
    Scan scan = Scan.all().limit(PAGE);
    while (true) {
      Page page = store.scan(scan);
      work.on(page.entries());
      if (!page.more()) {
        return;
      }
      scan = scan.after(page.next().orElseThrow());
    }
  }

  private static boolean isHeader(Entry entry) {
    return entry.key().equals(Opening.HEADER);
  }

  private static long keyId(Entry entry) {
    return isHeader(entry) ? Header.parse(entry.value()).keyId() : ValueCipher.keyId(entry.value());
  }

  /** The value under the primary key. */
  private Value renewed(Entry entry) {
    try {
      if (isHeader(entry)) {
        return Header.parse(entry.value()).resealed(ciphers.keys()).value();
      }
      Value plain = ciphers.values().decrypt(entry.key(), entry.value());
      return ciphers.values().encrypt(entry.key(), plain);
    } catch (StorageException e) {
      throw e.with("key", isHeader(entry) ? entry.key() : ciphers.plain(entry.key()));
    }
  }

  private final class Run {
    private final long primary = ciphers.keys().primaryId();
    private final int mostOperations;
    private final long mostBytes;
    private final Steps steps;
    private final List<Entry> waiting = new ArrayList<>();
    private long waitingBytes;
    private long encrypted;
    private long unchanged;

    Run(Capabilities capabilities, Steps steps) {
      this.steps = steps;
      mostOperations =
          capabilities.atomicity() == Atomicity.ENTRY
              ? 1
              : Math.min(MOST_OPERATIONS, capabilities.maxBatchOperations());
      mostBytes = Math.min(MOST_BYTES, capabilities.maxBatchBytes() / 2);
    }

    void add(List<Entry> page) {
      for (Entry entry : page) {
        if (keyId(entry) == primary) {
          unchanged++;
          steps.next();
          continue;
        }
        waiting.add(entry);
        waitingBytes += entry.key().encoded().length() + entry.value().length();
        if (waiting.size() >= mostOperations || waitingBytes >= mostBytes) {
          flush();
        }
      }
    }

    void flush() {
      if (!waiting.isEmpty() && !commitAll()) {
        waiting.forEach(this::commitAlone);
      }
      waiting.forEach(entry -> steps.next());
      waiting.clear();
      waitingBytes = 0;
    }

    /** False if somebody has changed one of them, or it is not known what was written. */
    private boolean commitAll() {
      WriteBatch.Builder batch = WriteBatch.builder();
      for (Entry entry : waiting) {
        batch.put(entry.key(), renewed(entry), Condition.version(entry.version()));
      }
      try {
        store.commit(batch.build());
        encrypted += waiting.size();
        return true;
      } catch (Conflict | OutcomeUnknown lookAgain) {
        return false;
      }
    }

    private void commitAlone(Entry seen) {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        Optional<Entry> now = store.get(List.of(seen.key())).get(0);
        if (now.isEmpty() || keyId(now.get()) == primary) {
          unchanged++;
          return;
        }
        Condition asRead = Condition.version(now.get().version());
        try {
          store.commit(WriteBatch.builder().put(seen.key(), renewed(now.get()), asRead).build());
          encrypted++;
          return;
        } catch (Conflict | OutcomeUnknown lookAgain) {
          Thread.onSpinWait();
        }
      }
      Key key = isHeader(seen) ? seen.key() : ciphers.plain(seen.key());
      throw new Unavailable(
              "Others keep changing an entry under an old key; are they given the new" + " keyset?")
          .with("key", key);
    }
  }

  /** Tells how many entries were dealt with, of how many there were at the beginning. */
  private final class Steps {
    private final ProgressListener progress;
    private final long total;
    private long done;

    Steps(ProgressListener progress) {
      this.progress = progress;
      OptionalLong entries = store.stats().entries();
      this.total = entries.orElse(-1);
    }

    void next() {
      done++;
      progress.progress(done, total < 0 ? -1 : Math.max(done, total));
    }
  }
}
