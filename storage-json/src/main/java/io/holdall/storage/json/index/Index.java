package io.holdall.storage.json.index;

import org.jspecify.annotations.Nullable;

/**
 * An immutable ordered map from encoded keys to {@link Slot}s. Holding one is holding a snapshot;
 * any number of threads may read it.
 */
public final class Index implements Lookup {
  private static final Index EMPTY = new Index(new Leaf(new Object()), 0);

  private final Node root;
  private final long size;

  Index(Node root, long size) {
    this.root = root;
    this.size = size;
  }

  /** Without entries. */
  public static Index empty() {
    return EMPTY;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public @Nullable Slot get(byte[] key) {
    return root.get(key);
  }

  @Override
  public Cursor scan(byte[] from, byte[] to, boolean reverse) {
    return new Cursor(root, from, to, reverse);
  }

  /** Starts a changed copy. */
  public IndexEdit edit() {
    return new IndexEdit(root, size);
  }
}
