package io.holdall.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong, in a small number of kinds, each a nested class.
 *
 * <table>
 * <caption>The kinds</caption>
 * <tr><th>kind</th><th>means</th><th>was anything written?</th><th>repeat it?</th></tr>
 * <tr><td>{@link InvalidArgument}</td><td>the call itself is wrong</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link Conflict}</td><td>a condition did not hold</td><td>no</td><td>after reading again</td></tr>
 * <tr><td>{@link AccessDenied}</td><td>not allowed</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link LimitExceeded}</td><td>too large, too many, or no room</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link Unsupported}</td><td>this backend cannot do it</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link Unavailable}</td><td>the store cannot be reached or is locked</td><td>no</td><td>yes</td></tr>
 * <tr><td>{@link OutcomeUnknown}</td><td>the answer was lost</td><td>perhaps</td><td>after reading again</td></tr>
 * <tr><td>{@link Corrupt}</td><td>stored data is damaged</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link Closed}</td><td>the storage, or a snapshot of it, is closed</td><td>no</td><td>no</td></tr>
 * <tr><td>{@link Configuration}</td><td>a setting or profile is wrong</td><td>no</td><td>no</td></tr>
 * </table>
 *
 * <p>The message is a fixed text followed by attributes in brackets: operation, key, backend, and
 * where it helps file, offset, limit or holder. Neither ever holds a value or a secret.
 */
public abstract sealed class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_SHOWN = 200;

  @SuppressWarnings("NonApiType") // a serialisable type, for exceptions are
  private final LinkedHashMap<String, String> attributes = new LinkedHashMap<>();

  private StorageException(String text, @Nullable Throwable cause) {
    super(text, cause);
  }

  /**
   * Adds an attribute, unless it is known already: whoever is nearer to the fault knows better. The
   * value must be neither stored data nor a secret.
   *
   * @return this exception, to be thrown
   */
  public StorageException with(String name, Object attribute) {
    synchronized (attributes) {
      attributes.putIfAbsent(name, String.valueOf(attribute));
    }
    return this;
  }

  /**
   * Puts another attribute in the place of one that is known, for decorators above which it is
   * called otherwise, such as a key without its namespace.
   *
   * @return this exception, to be thrown
   */
  public StorageException replace(String name, Object attribute) {
    synchronized (attributes) {
      attributes.put(name, String.valueOf(attribute));
    }
    return this;
  }

  /** What is known of the circumstances, in the order it was added. */
  public Map<String, String> attributes() {
    synchronized (attributes) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
  }

  /** The call that failed: get, scan, commit, transact, snapshot, stats, open, close, copy. */
  public Optional<String> operation() {
    return attribute("operation");
  }

  /** The encoded key, where the fault is about one. */
  public Optional<String> key() {
    return attribute("key");
  }

  /** The type of the backend. */
  public Optional<String> backend() {
    return attribute("backend");
  }

  /** An attribute by its name. */
  public Optional<String> attribute(String name) {
    synchronized (attributes) {
      return Optional.ofNullable(attributes.get(name));
    }
  }

  /**
   * Whether the very same call may be repeated and may then succeed. True for {@link Unavailable}
   * only.
   */
  public boolean isRetryable() {
    return this instanceof Unavailable;
  }

  /** The fixed text followed by the attributes, long ones shortened. */
  @Override
  public String getMessage() {
    synchronized (attributes) {
      if (attributes.isEmpty()) {
        return text();
      }
      StringBuilder message = new StringBuilder(text()).append(" [");
      attributes.forEach(
          (name, value) -> message.append(name).append('=').append(shortened(value)).append(", "));
      message.setLength(message.length() - 2);
      return message.append(']').toString();
    }
  }

  /** A key may be long, and a person needs to see its beginning. */
  private static String shortened(String attribute) {
    return attribute.length() <= LONGEST_SHOWN
        ? attribute
        : attribute.substring(0, LONGEST_SHOWN) + "… (" + attribute.length() + " characters)";
  }

  /** The fixed text alone. */
  public String text() {
    return String.valueOf(super.getMessage());
  }

  /** The call itself is wrong: an empty key segment, a batch that names a key twice. */
  public static final class InvalidArgument extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text. */
    public InvalidArgument(String text) {
      super(text, null);
    }

    /** With the fixed text and what caused it. */
    public InvalidArgument(String text, Throwable cause) {
      super(text, cause);
    }
  }

  /** A condition did not hold when the batch was to be committed. Nothing was written. */
  public static final class Conflict extends StorageException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> keys = new ArrayList<>();

    /** With the keys whose conditions failed; a failed range check names the keys that differ. */
    public Conflict(List<Key> keys) {
      this("A condition did not hold, nothing was written", keys);
    }

    /** With a fixed text of its own, for what is no batch, and the keys it is about. */
    public Conflict(String text, List<Key> keys) {
      super(text, null);
      keys.forEach(key -> this.keys.add(key.encoded()));
      if (!keys.isEmpty()) {
        with("key", keys.get(0));
      }
      if (keys.size() > 1) {
        with("conflicts", keys.size());
      }
    }

    /** The keys whose conditions failed, in the order of the batch. */
    public List<Key> keys() {
      return keys.stream().map(Key::parse).toList();
    }
  }

  /** The caller is not allowed to do this. */
  public static final class AccessDenied extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text. */
    public AccessDenied(String text) {
      super(text, null);
    }

    /** With the fixed text and what caused it. */
    public AccessDenied(String text, Throwable cause) {
      super(text, cause);
    }
  }

  /** Too large, too many, or no room left. Nothing was written, what is stored stays readable. */
  public static final class LimitExceeded extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text. */
    public LimitExceeded(String text) {
      super(text, null);
    }

    /** With the fixed text and what caused it. */
    public LimitExceeded(String text, Throwable cause) {
      super(text, cause);
    }
  }

  /** The backend cannot do this, as its capabilities say. */
  public static final class Unsupported extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text. */
    public Unsupported(String text) {
      super(text, null);
    }
  }

  /**
   * The store cannot be used at the moment. Nothing was written; the call may be repeated. The
   * attribute {@code retry-after}, where it is known, is the least time to wait, as {@link
   * java.time.Duration#parse} reads it.
   */
  public static final class Unavailable extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text. */
    public Unavailable(String text) {
      super(text, null);
    }

    /** With the fixed text and what caused it. */
    public Unavailable(String text, Throwable cause) {
      super(text, cause);
    }
  }

  /** The commit may or may not have happened. Read before repeating it. */
  public static final class OutcomeUnknown extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text and what caused it. */
    public OutcomeUnknown(String text, @Nullable Throwable cause) {
      super(text, cause);
    }
  }

  /** Stored data is damaged; the attributes file and offset say where. */
  public static final class Corrupt extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text. */
    public Corrupt(String text) {
      super(text, null);
    }

    /** With the fixed text and what caused it. */
    public Corrupt(String text, Throwable cause) {
      super(text, cause);
    }
  }

  /** The storage or snapshot was closed before or during the call. */
  public static final class Closed extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With the fixed text. */
    public Closed(String text) {
      super(text, null);
    }
  }

  /** A setting, a profile or the set of jars is wrong; the text says what to change. */
  public static final class Configuration extends StorageException {
    private static final long serialVersionUID = 1L;

    /** With a text that says what to change. */
    public Configuration(String text) {
      super(text, null);
    }

    /** With a text that says what to change and what caused it. */
    public Configuration(String text, Throwable cause) {
      super(text, cause);
    }
  }
}
