package io.holdall.storage.json.index;

import org.jspecify.annotations.Nullable;

/**
 * A copy of an index in the making. Nodes are copied when they are first changed and changed in
 * place from then on, so a group of commits, or a whole loading, copies each node once. Used by one
 * thread; what it started from never changes.
 */
public final class IndexEdit implements Lookup {
  /** Marks the nodes that this edit made. Not the edit itself: nodes would keep it alive. */
  Object token = new Object();

  /** What the last call replaced or removed. */
  @Nullable Slot replaced;

  /** What divides the node that was split last from its new right neighbour. */
  byte[] separator = {};

  private @Nullable Node split;
  private Node root;
  private long size;

  IndexEdit(Node root, long size) {
    this.root = root;
    this.size = size;
  }

  @Override
  public @Nullable Slot get(byte[] key) {
    return root.get(key);
  }

  /** The entries as the edit left them; the cursor is of no use after the next change. */
  @Override
  public Cursor scan(byte[] from, byte[] to, boolean reverse) {
    return new Cursor(root, from, to, reverse);
  }

  /** Puts a slot and returns the one it replaces, or null. */
  public @Nullable Slot put(byte[] key, Slot slot) {
    replaced = null;
    Node left = root.put(this, key, slot);
    Node right = takeSplit();
    root = right == null ? left : new Branch(token, left, separator, right);
    if (replaced == null) {
      size++;
    }
    return replaced;
  }

  /** Removes a key and returns its slot, or null if there was none. */
  public @Nullable Slot remove(byte[] key) {
    replaced = null;
    root = root.remove(this, key);
    if (replaced != null) {
      size--;
    }
    while (root instanceof Branch branch && branch.count <= 1) {
      root = branch.count == 1 ? branch.child(0) : new Leaf(token);
    }
    return replaced;
  }

  @Override
  public long size() {
    return size;
  }

  /** The index as it is now. The edit may go on and copies again what it changes from here on. */
  public Index toIndex() {
    token = new Object();
    return new Index(root, size);
  }

  void split(Node right, byte[] between) {
    split = right;
    separator = between;
  }

  @Nullable Node takeSplit() {
    Node right = split;
    split = null;
    return right;
  }
}
