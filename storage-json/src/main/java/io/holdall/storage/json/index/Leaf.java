package io.holdall.storage.json.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of their keys. What all keys begin with stands once at the start of {@link
 * #keys}, followed by the rest of each; a slot takes three numbers. That makes some 40 bytes an
 * entry for keys such as those of conversations, where objects of their own would take 120.
 */
final class Leaf extends Node {
  private static final int NUMBERS = 3;
  private static final int SPARE_BYTES = 64;

  private byte[] keys;
  private int prefix;
  private final char[] ends;
  private final long[] slots;

  Leaf(Object owner) {
    super(owner);
    keys = new byte[SPARE_BYTES];
    ends = new char[CAPACITY];
    slots = new long[CAPACITY * NUMBERS];
  }

  private Leaf(Object owner, Leaf from) {
    super(owner);
    count = from.count;
    prefix = from.prefix;
    keys = Arrays.copyOf(from.keys, from.start(from.count) + SPARE_BYTES);
    ends = from.ends.clone();
    slots = from.slots.clone();
  }

  /** The index of the key, or -1 - the index where it would be inserted. */
  int search(byte[] key) {
    int shared = Arrays.mismatch(keys, 0, prefix, key, 0, Math.min(prefix, key.length));
    if (shared >= 0 && shared < prefix) {
      boolean before = shared == key.length || Byte.compareUnsigned(key[shared], keys[shared]) < 0;
      return before ? -1 : -1 - count;
    }
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(keys, start(middle), ends[middle], key, prefix, key.length);
      if (order < 0) {
        low = middle + 1;
      } else if (order > 0) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -1 - low;
  }

  byte[] key(int index) {
    int start = start(index);
    byte[] key = new byte[prefix + ends[index] - start];
    System.arraycopy(keys, 0, key, 0, prefix);
    System.arraycopy(keys, start, key, prefix, key.length - prefix);
    return key;
  }

  Slot slot(int index) {
    int at = index * NUMBERS;
    return new Slot(slots[at], slots[at + 1], slots[at + 2]);
  }

  @Override
  @Nullable Slot get(byte[] key) {
    int index = search(key);
    return index < 0 ? null : slot(index);
  }

  @Override
  Node put(IndexEdit edit, byte[] key, Slot slot) {
    int index = search(key);
    Leaf leaf = ownedBy(edit.token);
    if (index >= 0) {
      edit.replaced = leaf.slot(index);
      leaf.setSlot(index, slot);
      return leaf;
    }
    int at = -1 - index;
    if (leaf.count < CAPACITY) {
      leaf.insert(at, key, slot);
      return leaf;
    }
    // Keys that come in order leave full leaves behind, others half-full ones.
    int middle = at == CAPACITY ? CAPACITY : CAPACITY / 2;
    Leaf right = leaf.split(middle, edit.token);
    if (at >= middle) {
      right.insert(at - middle, key, slot);
    } else {
      leaf.insert(at, key, slot);
    }
    edit.split(right, separator(leaf.key(leaf.count - 1), right.key(0)));
    return leaf;
  }

  @Override
  Node remove(IndexEdit edit, byte[] key) {
    int index = search(key);
    if (index < 0) {
      return this;
    }
    Leaf leaf = ownedBy(edit.token);
    edit.replaced = leaf.slot(index);
    leaf.delete(index);
    return leaf;
  }

  @Override
  @Nullable Node joinedWith(Node right, byte[] separator, Object token) {
    Leaf other = (Leaf) right;
    if (count + other.count > JOINED) {
      return null;
    }
    Leaf joined = ownedBy(token);
    for (int i = 0; i < other.count; i++) {
      joined.insert(joined.count, other.key(i), other.slot(i));
    }
    return joined;
  }

  private Leaf ownedBy(Object token) {
    return isOwnedBy(token) ? this : new Leaf(token, this);
  }

  private int start(int index) {
    return index == 0 ? prefix : ends[index - 1];
  }

  private void setSlot(int index, Slot slot) {
    int at = index * NUMBERS;
    slots[at] = slot.meta();
    slots[at + 1] = slot.place();
    slots[at + 2] = slot.extent();
  }

  private void insert(int index, byte[] key, Slot slot) {
    if (count == 0) {
      prefix = 0;
    } else {
      int shared = Arrays.mismatch(keys, 0, prefix, key, 0, Math.min(prefix, key.length));
      if (shared >= 0 && shared < prefix) {
        rewriteKeys(shared);
      }
    }
    int start = start(index);
    int used = start(count);
    int length = key.length - prefix;
    if (used + length > keys.length) {
      keys = Arrays.copyOf(keys, used + length + SPARE_BYTES + used / 4);
    }
    System.arraycopy(keys, start, keys, start + length, used - start);
    System.arraycopy(key, prefix, keys, start, length);
    for (int i = count; i > index; i--) {
      ends[i] = (char) (ends[i - 1] + length);
    }
    ends[index] = (char) (start + length);
    int at = index * NUMBERS;
    System.arraycopy(slots, at, slots, at + NUMBERS, (count - index) * NUMBERS);
    setSlot(index, slot);
    count++;
  }

  private void delete(int index) {
    int start = start(index);
    int length = ends[index] - start;
    System.arraycopy(keys, ends[index], keys, start, start(count) - ends[index]);
    for (int i = index; i < count - 1; i++) {
      ends[i] = (char) (ends[i + 1] - length);
    }
    int at = index * NUMBERS;
    System.arraycopy(slots, at + NUMBERS, slots, at, (count - index - 1) * NUMBERS);
    count--;
  }

  /** Cuts this leaf off before the index and returns the rest. */
  private Leaf split(int index, Object token) {
    Leaf right = new Leaf(token);
    for (int i = index; i < count; i++) {
      right.insert(right.count, key(i), slot(i));
    }
    right.shareMore();
    count = index;
    shareMore();
    return right;
  }

  /** Lets the keys share as much of their beginning as they have in common. */
  private void shareMore() {
    if (count > 1) {
      byte[] first = key(0);
      int shared = Arrays.mismatch(first, key(count - 1));
      if (shared > prefix) {
        rewriteKeys(shared);
      }
    }
  }

  private void rewriteKeys(int newPrefix) {
    byte[] first = key(0);
    int growth = (prefix - newPrefix) * (count - 1);
    byte[] rewritten = new byte[Math.max(start(count) + growth, newPrefix) + SPARE_BYTES];
    System.arraycopy(first, 0, rewritten, 0, newPrefix);
    int end = newPrefix;
    int start = prefix;
    for (int i = 0; i < count; i++) {
      int stop = ends[i];
      if (newPrefix < prefix) {
        System.arraycopy(first, newPrefix, rewritten, end, prefix - newPrefix);
        end += prefix - newPrefix;
        System.arraycopy(keys, start, rewritten, end, stop - start);
        end += stop - start;
      } else {
        int from = start + newPrefix - prefix;
        System.arraycopy(keys, from, rewritten, end, stop - from);
        end += stop - from;
      }
      ends[i] = (char) end;
      start = stop;
    }
    keys = rewritten;
    prefix = newPrefix;
  }

  /** The shortest text that lies after the one key and not after the other. */
  private static byte[] separator(byte[] left, byte[] right) {
    return Arrays.copyOf(right, Arrays.mismatch(left, right) + 1);
  }
}
