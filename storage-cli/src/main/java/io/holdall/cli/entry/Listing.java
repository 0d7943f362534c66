package io.holdall.cli.entry;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the keys under a prefix as through a directory: entries of the next segment one by
 * one, what lies deeper as one item a segment, however much it is.
 */
final class Listing {
  private static final String SEPARATOR = "/";

  /** Sorts right after the separator, so that a directory's name with it follows all it holds. */
  private static final String AFTER_SEPARATOR = "0";

  private final StorageView storage;
  private final boolean deep;
  private final boolean values;
  private final int prefixLength;
  private KeyRange rest;

  /** An entry, or what lies under a common beginning of keys. */
  sealed interface Item {
    /** The encoded key; that of a directory ends with a slash. */
    String name();

    /** An entry of its own. */
    record Single(Entry entry) implements Item {
      @Override
      public String name() {
        return entry.key().encoded();
      }
    }

    /** Entries under a common beginning. */
    record Directory(String name) implements Item {}
  }

  /** Says what to do with an item, and whether to go on. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(Item item);
  }

  /**
   * A walk.
   *
   * @param prefix under which key; everything if null
   * @param after the name of the last item seen, to go on after it; from the beginning if null
   * @param deep every entry for itself, however deep it lies
   * @param values with values
   */
  Listing(
      StorageView storage,
      @Nullable Key prefix,
      @Nullable String after,
      boolean deep,
      boolean values) {
    this.storage = storage;
    this.deep = deep;
    this.values = values;
    this.prefixLength = prefix == null ? 0 : prefix.encoded().length() + 1;
    KeyRange all = prefix == null ? KeyRange.all() : KeyRange.under(prefix);
    this.rest = after == null ? all : after(all, after);
  }

  /** Shows every item in the order of keys, until the visitor has enough. */
  void walk(Visitor visitor) {
    while (!rest.isEmpty()) {
      Scan scan = Scan.over(rest);
      Page page = storage.scan(values ? scan : scan.keysOnly());
      Optional<KeyRange> jump = visitPage(page, visitor);
      if (jump.isPresent()) {
        rest = jump.get();
      } else if (page.more()) {
        rest = rest.after(page.entries().get(page.entries().size() - 1).key());
      } else {
        return;
      }
    }
  }

  /** What is left to look at if it is not what follows the page; an empty range to stop. */
  private Optional<KeyRange> visitPage(Page page, Visitor visitor) {
    String directory = null;
    for (Entry entry : page.entries()) {
      String name = entry.key().encoded();
      if (directory != null && name.startsWith(directory)) {
        continue;
      }
      int slash = deep ? -1 : name.indexOf(SEPARATOR, prefixLength);
      directory = slash < 0 ? null : name.substring(0, slash + 1);
      Item item = directory == null ? new Item.Single(entry) : new Item.Directory(directory);
      if (!visitor.visit(item)) {
        return Optional.of(new KeyRange("", ""));
      }
    }
    return directory == null ? Optional.empty() : Optional.of(after(rest, directory));
  }

  private static KeyRange after(KeyRange range, String name) {
    String bound =
        name.endsWith(SEPARATOR)
            ? name.substring(0, name.length() - 1) + AFTER_SEPARATOR
            : name + "!";
    return bound.compareTo(range.from()) > 0 ? new KeyRange(bound, range.to()) : range;
  }
}
