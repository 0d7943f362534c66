package io.holdall.storage.decorator.namespace;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.WriteBatch.RangeCheck;
import io.holdall.storage.spi.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Translates between keys as the application has them (inside) and as the backend has them. */
final class Prefix {
  private final String prefix;

  Prefix(Key namespace) {
    this.prefix = namespace.encoded() + '/';
  }

  /** How many bytes it adds to a key. */
  int length() {
    return prefix.length();
  }

  Key toBackend(Key inside) {
    return Key.parse(prefix + inside.encoded());
  }

  Key toInside(Key inBackend) {
    return Key.parse(inBackend.encoded().substring(prefix.length()));
  }

  Entry toInside(Entry entry) {
    Key key = toInside(entry.key());
    return entry.hasValue()
        ? Entry.of(key, entry.value(), entry.version())
        : Entry.withoutValue(key, entry.version());
  }

  /** The prefix before both bounds: every key between them begins with it. */
  KeyRange toBackend(KeyRange inside) {
    return new KeyRange(prefix + inside.from(), prefix + inside.to());
  }

  /** The same scan; where it goes on is in its range already. */
  Scan toBackend(Scan inside) {
    Scan scan = Scan.over(toBackend(inside.range())).limit(inside.limit());
    scan = inside.isReverse() ? scan.reversed() : scan;
    return inside.isKeysOnly() ? scan.keysOnly() : scan;
  }

  WriteBatch toBackend(WriteBatch inside) {
    WriteBatch.Builder batch = WriteBatch.builder();
    inside.operations().forEach(operation -> batch.add(toBackend(operation)));
    for (RangeCheck check : inside.rangeChecks()) {
      TreeMap<Key, Version> expected = new TreeMap<>();
      check.expected().forEach((key, version) -> expected.put(toBackend(key), version));
      batch.checkRange(toBackend(check.range()), expected);
    }
    return batch.build();
  }

  private Operation toBackend(Operation operation) {
    Key key = toBackend(operation.key());
    Condition condition = operation.condition();
    if (operation instanceof Put put) {
      return new Put(key, put.value(), condition);
    }
    return operation instanceof Delete ? new Delete(key, condition) : new Check(key, condition);
  }

  /**
   * Reads keys. One that would be too long for any key has no entry, and is not asked for.
   *
   * @param longest the longest key that can have an entry
   */
  List<Optional<Entry>> get(StorageReader backend, List<Key> inside, int longest) {
    List<Key> asked = new ArrayList<>(inside.size());
    for (Key key : inside) {
      if (key.encoded().length() <= longest) {
        asked.add(toBackend(key));
      }
    }
    List<Optional<Entry>> found = translating(() -> backend.get(asked));
    List<Optional<Entry>> entries = new ArrayList<>(inside.size());
    int next = 0;
    for (Key key : inside) {
      boolean wasAsked = key.encoded().length() <= longest;
      entries.add(wasAsked ? found.get(next++).map(this::toInside) : Optional.empty());
    }
    return entries;
  }

  Page scan(StorageReader backend, Scan inside) {
    Page page = translating(() -> backend.scan(toBackend(inside)));
    return new Page(page.entries().stream().map(this::toInside).toList(), page.more());
  }

  /** Makes a call, in whose errors keys are to be as the application knows them. */
  <T> T translating(Supplier<T> call) {
    try {
      return call.get();
    } catch (Conflict e) {
      throw translated(e);
    } catch (StorageException e) {
      e.key().filter(key -> key.startsWith(prefix)).ifPresent(key -> e.replace("key", inside(key)));
      throw e;
    }
  }

  private Conflict translated(Conflict e) {
    Conflict inside = new Conflict(e.text(), e.keys().stream().map(this::toInside).toList());
    e.attributes().forEach(inside::with);
    inside.setStackTrace(e.getStackTrace());
    return inside;
  }

  private String inside(String key) {
    return key.substring(prefix.length());
  }
}
