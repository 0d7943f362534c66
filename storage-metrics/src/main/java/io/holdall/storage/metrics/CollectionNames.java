package io.holdall.storage.metrics;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.WriteBatch;
import java.util.List;

/** Which collection a call is about. */
final class CollectionNames {
  // Where these are collections of an application, both are counted together.
  static final String SEVERAL = "_several";

  static final String NONE = "_none";
  static final String OTHER = "_other";

  private CollectionNames() {}

  /** Whether it stands for no collection in particular. */
  static boolean isNoName(String collection) {
    return collection.equals(NONE) || collection.equals(SEVERAL);
  }

  static String of(List<Key> keys) {
    String collection = NONE;
    for (Key key : keys) {
      collection = joined(collection, key);
    }
    return collection;
  }

  static String of(WriteBatch batch) {
    String collection = NONE;
    for (WriteBatch.Operation operation : batch.operations()) {
      collection = joined(collection, operation.key());
    }
    return collection;
  }

  /** The collection in which every key of the scan lies. */
  static String of(Scan scan) {
    KeyRange bounds = scan.bounds();
    int slash = bounds.from().indexOf('/');
    if (slash <= 0) {
      return SEVERAL;
    }
    // What follows the slash sorts before '0', which follows it at once.
    String collection = bounds.from().substring(0, slash);
    return bounds.to().compareTo(collection + '0') <= 0 ? collection : SEVERAL;
  }

  private static String joined(String collection, Key key) {
    String encoded = key.encoded();
    if (encoded.startsWith(collection)
        && (encoded.length() == collection.length()
            || encoded.charAt(collection.length()) == '/')) {
      return collection;
    }
    if (!collection.equals(NONE)) {
      return SEVERAL;
    }
    int slash = encoded.indexOf('/');
    return slash < 0 ? encoded : encoded.substring(0, slash);
  }
}
