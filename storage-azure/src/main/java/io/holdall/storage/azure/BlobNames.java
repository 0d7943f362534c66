package io.holdall.storage.azure;

import io.holdall.storage.StorageException.InvalidArgument;
import java.util.Optional;

/**
 * The names of objects as names of blobs. They are the same but for parts that end with a dot:
 * Azure drops such dots without a word, and so would take {@code v1.} for {@code v1}. A mark behind
 * them prevents that: {@code v1.!}, and {@code v1..·/notes} for {@code v1./notes}. It is chosen so
 * that the order of names stays what it is.
 */
final class BlobNames {
  /** Azure's longest name, in characters. */
  static final int LONGEST = 1_024;

  /** Sorts before everything that can follow a dot within a name. */
  private static final String AT_END = "!";

  /** With its two dots between everything that can follow one dot within a part, and the slash. */
  private static final String WITHIN = "..\u00b7/";

  private BlobNames() {}

  /**
   * The blob of an object.
   *
   * @throws InvalidArgument if Azure has no names that long
   */
  static String blob(String name) {
    String blob = start(name);
    if (blob.length() > LONGEST) {
      throw new InvalidArgument("The key is too long for the name of a blob with its prefix");
    }
    return blob;
  }

  /** Where the names of blobs begin that come after this one or are its own. */
  static String start(String name) {
    String blob = prefix(name);
    return blob.endsWith(".") ? blob + AT_END : blob;
  }

  /** What the names of the blobs begin with whose objects' names begin with this. */
  static String prefix(String names) {
    return names.replace("./", WITHIN);
  }

  /** The object of a blob, or empty if no object has this blob. */
  static Optional<String> name(String blob) {
    String bare = blob.replace(WITHIN, "./");
    String name = bare.endsWith("." + AT_END) ? bare.substring(0, bare.length() - 1) : bare;
    return start(name).equals(blob) ? Optional.of(name) : Optional.empty();
  }
}
