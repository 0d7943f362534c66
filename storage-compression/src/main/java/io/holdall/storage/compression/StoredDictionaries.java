package io.holdall.storage.compression;

import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The dictionaries in the store, each read once. They are never changed or removed. */
final class StoredDictionaries implements Dictionaries {
  private static final Key COLLECTION =
      Key.of(Key.RESERVED_PREFIX + "_compression", "dictionaries");
  private static final int MOST = 255;
  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST_EXAMPLE_BYTES = 32 << 20;
  private static final int CHECKSUM_BYTES = 4;

  private final StorageBackend delegate;
  private final int level;
  private final Map<Integer, Dictionary> read = new ConcurrentHashMap<>();

  /** Null if there is none, or nobody has looked yet. Written before {@link #lookedFor}. */
  private volatile @Nullable Dictionary newest;

  private volatile boolean lookedFor;

  StoredDictionaries(StorageBackend delegate, int level) {
    this.delegate = delegate;
    this.level = level;
  }

  /** The one to write with. */
  Optional<Dictionary> newest() {
    if (!lookedFor) {
      adopt(lookForNewest().orElse(null));
    }
    return Optional.ofNullable(newest);
  }

  /** Never goes back to an older one, which somebody may have read before another was trained. */
  private synchronized void adopt(@Nullable Dictionary found) {
    Dictionary known = newest;
    if (found != null && (known == null || found.number() > known.number())) {
      newest = found;
    }
    lookedFor = true;
  }

  private Optional<Dictionary> lookForNewest() {
    Page last = delegate.scan(Scan.under(COLLECTION).reversed().limit(1));
    return last.entries().stream().findFirst().map(this::parse);
  }

  /**
   * The one that a value refers to, which was stored before the value was.
   *
   * @throws Corrupt if it is not there or damaged
   */
  Dictionary numbered(int number) {
    Dictionary known = read.get(number);
    if (known != null) {
      return known;
    }
    Key key = COLLECTION.child(number);
    Entry entry =
        delegate
            .get(List.of(key))
            .get(0)
            .orElseThrow(
                () ->
                    (Corrupt)
                        new Corrupt("The dictionary of a compressed value is missing")
                            .with("dictionary", key));
    return parse(entry);
  }

  private Dictionary parse(Entry entry) {
    int number = (int) entry.key().number().orElse(0);
    ByteBuffer stored = entry.value().buffer();
    if (number < 1 || number > MOST || stored.remaining() < CHECKSUM_BYTES) {
      throw damaged(entry);
    }
    int checksum = stored.getInt();
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    if (checksum != checksum(bytes)) {
      throw damaged(entry);
    }
    return read.computeIfAbsent(number, n -> Dictionary.of(n, bytes, level));
  }

  private static Corrupt damaged(Entry entry) {
    return (Corrupt)
        new Corrupt("A dictionary of compressed values is damaged").with("dictionary", entry.key());
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Override
  public int current() {
    return newest().map(Dictionary::number).orElse(0);
  }

  @Override
  public int train(StorageReader store, Scan examples) {
    List<Value> values = new ArrayList<>();
    long bytes = 0;
    Scan scan = examples;
    while (true) {
      Page page = store.scan(scan);
      for (Entry entry : page.entries()) {
        bytes += entry.value().length();
        if (bytes > MOST_EXAMPLE_BYTES || values.size() == MOST_EXAMPLES) {
          return train(values);
        }
        values.add(entry.value());
      }
      if (page.next().isEmpty()) {
        return train(values);
      }
      scan = scan.after(page.next().get());
    }
  }

  @Override
  public int train(Collection<Value> examples) {
    if (delegate.capabilities().readOnly()) {
      throw new AccessDenied("The store is opened read-only");
    }
    byte[] bytes = trained(examples);
    int number = lookForNewest().map(Dictionary::number).orElse(0) + 1;
    if (number > MOST) {
      throw new LimitExceeded("A store has at most 255 dictionaries");
    }
    ByteBuffer stored = ByteBuffer.allocate(CHECKSUM_BYTES + bytes.length);
    stored.putInt(checksum(bytes)).put(bytes);
    Value value = Value.binary(stored.array());
    Condition condition =
        delegate.capabilities().conditions() ? Condition.absent() : Condition.any();
    delegate.commit(WriteBatch.builder().put(COLLECTION.child(number), value, condition).build());
    adopt(read.computeIfAbsent(number, n -> Dictionary.of(n, bytes, level)));
    return number;
  }

  private byte[] trained(Collection<Value> examples) {
    long size = examples.stream().mapToLong(Value::length).sum();
    int taken = (int) Math.min(size, MOST_EXAMPLE_BYTES);
    int most = Math.min(MOST_BYTES, delegate.capabilities().maxValueBytes() - CHECKSUM_BYTES);
    ZstdDictTrainer trainer = new ZstdDictTrainer(taken + 1, Math.min(most, taken / 8), level);
    examples.forEach(example -> trainer.addSample(example.bytes())); // refused when there is enough
    try {
      return trainer.trainSamples();
    } catch (ZstdException e) {
      throw new InvalidArgument(
          "The examples are too few or have too little in common for a dictionary", e);
    }
  }
}
