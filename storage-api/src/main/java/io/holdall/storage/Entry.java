package io.holdall.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key with its value and the version of that value, as one read saw them. */
public final class Entry {
  private final Key key;
  private final @Nullable Value value;
  private final Version version;

  private Entry(Key key, @Nullable Value value, Version version) {
    this.key = key;
    this.value = value;
    this.version = version;
  }

  /** An entry with its value. */
  public static Entry of(Key key, Value value, Version version) {
    return new Entry(key, value, version);
  }

  /** An entry of a scan that asked for {@linkplain Scan#keysOnly() keys only}. */
  public static Entry withoutValue(Key key, Version version) {
    return new Entry(key, null, version);
  }

  /** The key. */
  public Key key() {
    return key;
  }

  /** The version to name in a condition. */
  public Version version() {
    return version;
  }

  /** Whether the value was read; false only for scans that asked for keys only. */
  public boolean hasValue() {
    return value != null;
  }

  /**
   * The value.
   *
   * @throws IllegalStateException if the entry comes from a scan that asked for keys only
   */
  public Value value() {
    if (value == null) {
      throw new IllegalStateException("This entry comes from a scan with keysOnly()");
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry entry
        && key.equals(entry.key)
        && version.equals(entry.version)
        && Objects.equals(value, entry.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, version);
  }

  /** Key, version and length, never the value. */
  @Override
  public String toString() {
    return key + "@" + version + (value == null ? "" : " " + value);
  }
}
