package io.holdall.models.conversations;

import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that can be read of conversations, the same from {@link Conversations} as they are now
 * and from a frozen {@link ConversationSnapshot}. A session that is not there has no messages.
 *
 * <p>Streams are read page by page while they are consumed; they hold nothing open and need not be
 * closed. One whose session is deleted meanwhile ends there.
 */
public sealed class ConversationView permits Conversations, ConversationSnapshot {
  private static final int PAGE = 1_000;

  /** A listing of object stores names as many; such stores end a page that gets large. */
  private static final int PAGE_OF_ENTRIES = Scan.DEFAULT_LIMIT;

  private final ConversationStore store;
  private final StorageView view;
  private final int page;
  private final Reading reading;
  private final Listing listing;

  ConversationView(ConversationStore store, StorageView view, Layout layout) {
    this.store = store;
    this.view = view;
    this.page = store.commitsTogether() ? PAGE : PAGE_OF_ENTRIES;
    this.reading = new Reading(store, view);
    this.listing = new Listing(store, view, layout);
  }

  /** Whether there is such a session. */
  public final boolean exists(String session) {
    return store.alive(view, valid(session)).isPresent();
  }

  /** The session without its messages, or empty if there is none. */
  public final Optional<Session> session(String session) {
    return listing.one(valid(session));
  }

  /** The last messages, at most so many, the oldest of them first. */
  public final List<Message> last(String session, int count) {
    requirePositive(count);
    List<Message> messages =
        new ArrayList<>(
            reading.reversed(valid(session), Math.min(count, page)).limit(count).toList());
    Collections.reverse(messages);
    return messages;
  }

  /** All messages in order. */
  public final Stream<Message> messages(String session) {
    return messages(session, 0);
  }

  /** The messages from a sequence on, in order. */
  public final Stream<Message> messages(String session, long fromSequence) {
    return reading.from(valid(session), Math.max(0, fromSequence), page);
  }

  /** At most so many messages from a sequence on; continue with the last sequence plus one. */
  public final List<Message> messages(String session, long fromSequence, int count) {
    requirePositive(count);
    return reading
        .from(valid(session), Math.max(0, fromSequence), Math.min(count, page))
        .limit(count)
        .toList();
  }

  /** The message of this sequence, or empty if there is none. */
  public final Optional<Message> message(String session, long sequence) {
    return sequence < 0 ? Optional.empty() : reading.at(valid(session), sequence);
  }

  /**
   * The messages whose time lies from one moment inclusive to another exclusive, in the order of
   * their sequences. Found without reading the others, unless times were given that went backwards
   * or the store changes one entry at a time.
   */
  public final Stream<Message> between(String session, Instant from, Instant to) {
    return reading.between(valid(session), from, to);
  }

  /** All sessions, newest first, as {@link #list} gives them page by page. */
  public final Stream<Session> sessions() {
    return stream(SessionQuery.all());
  }

  /** The sessions of an owner, newest first, as {@link #list} gives them page by page. */
  public final Stream<Session> sessionsOf(String owner) {
    return stream(SessionQuery.ofOwner(owner));
  }

  /** All sessions that the query finds, page by page from where it begins. */
  public final Stream<Session> stream(SessionQuery query) {
    return Stream.iterate(
            Optional.of(listing.page(query)),
            Optional::isPresent,
            page -> page.get().next().map(next -> listing.page(query.after(next))))
        .flatMap(page -> page.orElseThrow().sessions().stream());
  }

  /**
   * A page of sessions in the exact order of the time of their latest messages, those of one time
   * in the order of their ids. A session that gets a message between two pages moves to the front;
   * one that gets it while a page is read may be shown at its old place.
   *
   * @throws InvalidArgument if the query continues with a text that no page gave
   */
  public final SessionPage list(SessionQuery query) {
    return listing.page(query);
  }

  /** Counts sessions and messages, by reading every header but no message. */
  public final ConversationStats stats() {
    return listing
        .headers()
        .map(session -> new ConversationStats(1, session.messageCount()))
        .reduce(new ConversationStats(0, 0), ConversationStats::plus);
  }

  /** Counts messages by role, by reading every message of every session. */
  public final Map<String, Long> countByRole() {
    return listing
        .headers()
        .flatMap(session -> messages(session.id()))
        .collect(Collectors.groupingBy(Message::role, TreeMap::new, Collectors.counting()));
  }

  private String valid(String session) {
    store.keys().require(session, Optional.empty());
    return session;
  }

  private static void requirePositive(int count) {
    if (count < 1) {
      throw new InvalidArgument("At least one message must be asked for").with("count", count);
    }
  }
}
