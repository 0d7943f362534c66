package io.holdall.models.conversations;

import io.holdall.storage.StorageException.InvalidArgument;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question for a page of sessions, newest first unless said otherwise: whose, from where on, how
 * many. Immutable; each method gives a changed copy.
 *
 * <pre>{@code
 * SessionQuery query = SessionQuery.ofOwner("ana").limit(20);
 * SessionPage first = chats.list(query);
 * first.next().ifPresent(next -> chats.list(query.after(next)));
 * }</pre>
 */
public final class SessionQuery {
  /** How many sessions a page has at most when nothing else is said. */
  public static final int DEFAULT_LIMIT = 50;

  private final @Nullable String owner;
  private final @Nullable String after;
  private final int limit;
  private final boolean oldestFirst;

  private SessionQuery(
      @Nullable String owner, @Nullable String after, int limit, boolean oldestFirst) {
    this.owner = owner;
    this.after = after;
    this.limit = limit;
    this.oldestFirst = oldestFirst;
  }

  /** All sessions. */
  public static SessionQuery all() {
    return new SessionQuery(null, null, DEFAULT_LIMIT, false);
  }

  /** The sessions of one owner. */
  public static SessionQuery ofOwner(String owner) {
    return new SessionQuery(owner, null, DEFAULT_LIMIT, false);
  }

  /** Only what follows the page that gave this {@link SessionPage#next()}. */
  public SessionQuery after(String next) {
    return new SessionQuery(owner, next, limit, oldestFirst);
  }

  /**
   * At most this many sessions a page.
   *
   * @throws InvalidArgument if less than 1
   */
  public SessionQuery limit(int sessions) {
    if (sessions < 1) {
      throw new InvalidArgument("The limit of a page must be at least 1").with("limit", sessions);
    }
    return new SessionQuery(owner, after, sessions, oldestFirst);
  }

  /** Those first whose latest message is the oldest. */
  public SessionQuery oldestFirst() {
    return new SessionQuery(owner, after, limit, true);
  }

  /** Whose sessions are asked for; empty for everybody's. */
  public Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  /** What the page follows. */
  public Optional<String> after() {
    return Optional.ofNullable(after);
  }

  /** How many sessions a page has at most. */
  public int limit() {
    return limit;
  }

  /** Whether the oldest come first. */
  public boolean isOldestFirst() {
    return oldestFirst;
  }
}
