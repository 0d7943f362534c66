package io.holdall.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Operations that are committed together or not at all, each with a condition.
 *
 * <pre>{@code
 * WriteBatch batch = WriteBatch.builder()
 *     .put(message, Value.json("{\"role\":\"user\"}"), Condition.absent())
 *     .put(header, newHeader, Condition.version(oldHeader.version()))
 *     .build();
 * storage.commit(batch);
 * }</pre>
 *
 * <p>A batch names each key at most once. Conditions are about the state before the batch. An empty
 * batch is legal and does nothing. Immutable.
 */
public final class WriteBatch {
  /** One operation on one key. */
  public sealed interface Operation {
    /** The key. */
    Key key();

    /** What must be true of the key. */
    Condition condition();
  }

  /**
   * Writes the value, replacing what is there.
   *
   * @param key the key
   * @param value the new value
   * @param condition what must be true of the key
   */
  public record Put(Key key, Value value, Condition condition) implements Operation {}

  /**
   * Removes the entry; a key without one is left as it is.
   *
   * @param key the key
   * @param condition what must be true of the key
   */
  public record Delete(Key key, Condition condition) implements Operation {}

  /**
   * Writes nothing, only asks for the condition.
   *
   * @param key the key
   * @param condition what must be true of the key
   */
  public record Check(Key key, Condition condition) implements Operation {}

  /**
   * Asks that a range holds exactly these keys at these versions, so that what was read of the
   * range is still all there is to read. Needs {@code Capabilities.rangeChecks()}.
   *
   * @param range the range that was read
   * @param expected every key in it with its version
   */
  public record RangeCheck(KeyRange range, NavigableMap<Key, Version> expected) {
    /** Copies the map. */
    public RangeCheck {
      expected = Collections.unmodifiableNavigableMap(new TreeMap<>(expected));
    }
  }

  private final List<Operation> operations;
  private final List<RangeCheck> rangeChecks;

  private WriteBatch(List<Operation> operations, List<RangeCheck> rangeChecks) {
    this.operations = List.copyOf(operations);
    this.rangeChecks = List.copyOf(rangeChecks);
  }

  /** A batch of one operation. */
  public static WriteBatch of(Operation operation) {
    return new WriteBatch(List.of(operation), List.of());
  }

  /** A new builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The operations, in the order they were added. */
  public List<Operation> operations() {
    return operations;
  }

  /** The checks of whole ranges. */
  public List<RangeCheck> rangeChecks() {
    return rangeChecks;
  }

  /** Whether the batch asks and writes nothing. */
  public boolean isEmpty() {
    return operations.isEmpty() && rangeChecks.isEmpty();
  }

  /** Whether the batch has a put or a delete. */
  public boolean writes() {
    for (Operation operation : operations) {
      if (!(operation instanceof Check)) {
        return true;
      }
    }
    return false;
  }

  /** The bytes of all encoded keys and values in it, by which its size is limited. */
  public long sizeBytes() {
    long size = 0;
    for (Operation operation : operations) {
      size += operation.key().encoded().length();
      if (operation instanceof Put put) {
        size += put.value().length();
      }
    }
    return size;
  }

  /** The number of operations, never their content. */
  @Override
  public String toString() {
    return "WriteBatch[" + operations.size() + " operations]";
  }

  /** Collects operations; not thread-safe. */
  public static final class Builder {
    private final List<Operation> operations = new ArrayList<>();
    private final List<RangeCheck> rangeChecks = new ArrayList<>();
    private final Set<Key> keys = new HashSet<>();

    private Builder() {}

    /** Writes the value, whatever is there. */
    public Builder put(Key key, Value value) {
      return put(key, value, Condition.any());
    }

    /** Writes the value if the condition holds. */
    public Builder put(Key key, Value value, Condition condition) {
      return add(new Put(key, value, condition));
    }

    /** Removes the entry, if there is one. */
    public Builder delete(Key key) {
      return delete(key, Condition.any());
    }

    /** Removes the entry if the condition holds. */
    public Builder delete(Key key, Condition condition) {
      return add(new Delete(key, condition));
    }

    /** Asks for the condition without writing. */
    public Builder check(Key key, Condition condition) {
      return add(new Check(key, condition));
    }

    /** Asks that the range holds exactly these keys at these versions. */
    public Builder checkRange(KeyRange range, NavigableMap<Key, Version> expected) {
      rangeChecks.add(new RangeCheck(range, expected));
      return this;
    }

    /**
     * Adds an operation made elsewhere.
     *
     * @throws StorageException.InvalidArgument if the batch names its key already
     */
    public Builder add(Operation operation) {
      if (!keys.add(operation.key())) {
        throw new StorageException.InvalidArgument("A batch names a key twice")
            .with("key", operation.key());
      }
      operations.add(operation);
      return this;
    }

    /** The number of operations so far. */
    public int size() {
      return operations.size();
    }

    /** The batch. */
    public WriteBatch build() {
      return new WriteBatch(operations, rangeChecks);
    }
  }
}
