package io.holdall.storage.json.index;

import org.jspecify.annotations.Nullable;

/**
 * A node of the tree. Whoever made it in an edit that is still going on may change it in place; for
 * everybody else, and from the end of the edit on, it is immutable.
 */
abstract sealed class Node permits Leaf, Branch {
  /** The most entries of a leaf and the most children of a branch. */
  static final int CAPACITY = 64;

  /** Below this a node is joined with a neighbour, if both fit into {@link #JOINED}. */
  static final int SPARSE = 16;

  /** The most that a join may fill, so that the next insertion does not split it again. */
  static final int JOINED = 48;

  /** The edit that may change this node. */
  private final Object owner;

  /** How many entries or children there are. */
  int count;

  Node(Object owner) {
    this.owner = owner;
  }

  final boolean isOwnedBy(Object token) {
    return owner == token;
  }

  abstract @Nullable Slot get(byte[] key);

  /** Puts, leaving in the edit what was replaced, and the new right neighbour after a split. */
  abstract Node put(IndexEdit edit, byte[] key, Slot slot);

  /** Removes, leaving in the edit what was removed. What is left may be empty. */
  abstract Node remove(IndexEdit edit, byte[] key);

  /** This node and its right neighbour as one, if they fit. */
  abstract @Nullable Node joinedWith(Node right, byte[] separator, Object token);
}
