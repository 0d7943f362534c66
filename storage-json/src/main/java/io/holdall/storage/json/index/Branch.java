package io.holdall.storage.json.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Children in the order of their keys: all keys of child <i>i</i> lie before separator <i>i</i>,
 * and none of child <i>i</i> + 1 does.
 */
final class Branch extends Node {
  private static final byte[] NONE = {};

  private final Node[] children;
  private final byte[][] separators;

  /** A new root above two nodes. */
  Branch(Object owner, Node left, byte[] separator, Node right) {
    super(owner);
    children = new Node[CAPACITY];
    separators = new byte[CAPACITY][];
    Arrays.fill(separators, NONE);
    children[0] = left;
    children[1] = right;
    separators[0] = separator;
    count = 2;
  }

  private Branch(Object owner, Node[] children, byte[][] separators, int count) {
    super(owner);
    this.children = children;
    this.separators = separators;
    this.count = count;
  }

  Node child(int index) {
    return children[index];
  }

  /** The index of the child in which the key would be. */
  int indexFor(byte[] key) {
    int low = 0;
    int high = count - 2;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(separators[middle], key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  @Nullable Slot get(byte[] key) {
    return children[indexFor(key)].get(key);
  }

  @Override
  Node put(IndexEdit edit, byte[] key, Slot slot) {
    int index = indexFor(key);
    Node child = children[index].put(edit, key, slot);
    Node right = edit.takeSplit();
    if (child == children[index] && right == null) {
      return this; // changed in place
    }
    Branch branch = ownedBy(edit.token);
    branch.children[index] = child;
    if (right != null) {
      branch.insertChild(edit, index + 1, edit.separator, right);
    }
    return branch;
  }

  @Override
  Node remove(IndexEdit edit, byte[] key) {
    int index = indexFor(key);
    Node child = children[index].remove(edit, key);
    if (edit.replaced == null) {
      return this;
    }
    Branch branch = ownedBy(edit.token);
    branch.children[index] = child;
    if (child.count == 0) {
      branch.removeChild(index);
    } else if (child.count < SPARSE) {
      branch.joinAround(index, edit.token);
    }
    return branch;
  }

  @Override
  @Nullable Node joinedWith(Node right, byte[] separator, Object token) {
    Branch other = (Branch) right;
    if (count + other.count > JOINED) {
      return null;
    }
    Branch joined = ownedBy(token);
    joined.separators[joined.count - 1] = separator;
    System.arraycopy(other.children, 0, joined.children, joined.count, other.count);
    System.arraycopy(other.separators, 0, joined.separators, joined.count, other.count - 1);
    joined.count += other.count;
    return joined;
  }

  private Branch ownedBy(Object token) {
    return isOwnedBy(token) ? this : new Branch(token, children.clone(), separators.clone(), count);
  }

  private void insertChild(IndexEdit edit, int index, byte[] separator, Node child) {
    if (count < CAPACITY) {
      insertChild(index, separator, child);
      return;
    }
    int middle = index == CAPACITY ? CAPACITY - 1 : CAPACITY / 2;
    byte[] between = separators[middle - 1];
    Branch right = splitBefore(middle, edit.token);
    if (index > middle) {
      right.insertChild(index - middle, separator, child);
    } else {
      insertChild(index, separator, child);
    }
    edit.split(right, between);
  }

  /** Inserts a child that is not the first; the separator lies before it. */
  private void insertChild(int index, byte[] separator, Node child) {
    System.arraycopy(children, index, children, index + 1, count - index);
    System.arraycopy(separators, index - 1, separators, index, count - index);
    children[index] = child;
    separators[index - 1] = separator;
    count++;
  }

  private Branch splitBefore(int index, Object token) {
    Node[] movedChildren = new Node[CAPACITY];
    byte[][] movedSeparators = new byte[CAPACITY][];
    Arrays.fill(movedSeparators, NONE);
    int moved = count - index;
    System.arraycopy(children, index, movedChildren, 0, moved);
    System.arraycopy(separators, index, movedSeparators, 0, moved - 1);
    Branch right = new Branch(token, movedChildren, movedSeparators, moved);
    truncate(index);
    return right;
  }

  private void removeChild(int index) {
    System.arraycopy(children, index + 1, children, index, count - index - 1);
    if (count > 1) {
      int separator = Math.max(index - 1, 0);
      System.arraycopy(separators, separator + 1, separators, separator, count - 2 - separator);
    }
    truncate(count - 1);
  }

  /** Forgets what lies behind, so that nothing is kept alive. */
  private void truncate(int newCount) {
    Arrays.fill(children, newCount, count, null);
    Arrays.fill(separators, Math.max(newCount - 1, 0), separators.length, NONE);
    count = newCount;
  }

  private void joinAround(int index, Object token) {
    if (index + 1 < count && join(index, token)) {
      return;
    }
    if (index > 0) {
      join(index - 1, token);
    }
  }

  private boolean join(int index, Object token) {
    Node joined = children[index].joinedWith(children[index + 1], separators[index], token);
    if (joined == null) {
      return false;
    }
    removeChild(index + 1);
    children[index] = joined;
    return true;
  }
}
