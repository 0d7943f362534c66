package io.holdall.storage.json.index;

import java.util.Arrays;

/** Walks through a range of an index. Used by one thread. */
public final class Cursor {
  /** More than any index that fits into memory needs. */
  private static final int MOST_LEVELS = 16;

  private final Branch[] branches = new Branch[MOST_LEVELS];
  private final int[] positions = new int[MOST_LEVELS];
  private final byte[] bound;
  private final boolean reverse;
  private int levels;
  private Leaf leaf;
  private int position;
  private byte[] key = {};

  Cursor(Node root, byte[] from, byte[] to, boolean reverse) {
    this.reverse = reverse;
    this.bound = reverse ? from : to;
    byte[] start = reverse ? to : from;
    Node node = root;
    while (node instanceof Branch branch) {
      int index = branch.indexFor(start);
      branches[levels] = branch;
      positions[levels++] = index;
      node = branch.child(index);
    }
    leaf = (Leaf) node;
    int found = leaf.search(start);
    int at = found >= 0 ? found : -1 - found;
    position = reverse ? at : at - 1;
  }

  /** Goes to the next entry; false at the end. */
  public boolean next() {
    if (reverse) {
      while (--position < 0) {
        if (!nextLeaf()) {
          return false;
        }
        position = leaf.count;
      }
    } else {
      while (++position >= leaf.count) {
        if (!nextLeaf()) {
          return false;
        }
        position = -1;
      }
    }
    key = leaf.key(position);
    int order = Arrays.compareUnsigned(key, bound);
    return reverse ? order >= 0 : order < 0;
  }

  /** The key of the entry; the caller's own. */
  public byte[] key() {
    return key;
  }

  /** The slot of the entry. */
  public Slot slot() {
    return leaf.slot(position);
  }

  private boolean nextLeaf() {
    int level = levels - 1;
    int step = reverse ? -1 : 1;
    while (level >= 0) {
      int next = positions[level] + step;
      if (next >= 0 && next < branches[level].count) {
        positions[level] = next;
        descend(level);
        return true;
      }
      level--;
    }
    return false;
  }

  private void descend(int from) {
    Node node = branches[from].child(positions[from]);
    int level = from + 1;
    while (node instanceof Branch branch) {
      int index = reverse ? branch.count - 1 : 0;
      branches[level] = branch;
      positions[level++] = index;
      node = branch.child(index);
    }
    leaf = (Leaf) node;
  }
}
