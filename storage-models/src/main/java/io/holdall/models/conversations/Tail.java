package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageView;
import io.holdall.storage.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in a session's places from the end that its header knows.
 *
 * @param span what the header says, extended by the messages that were found
 * @param sealed whether a {@link Tombstones tombstone} of the session's own ends it: somebody has
 *     begun to delete it
 * @param strangers entries that are of an earlier or later session of the same id
 */
record Tail(Span span, boolean sealed, List<Entry> strangers) {
  /** As many as a header is behind its messages at most, when nothing fails. */
  private static final int PAGE = EntryAppends.HEADER_EVERY;

  /** Up to the session's end; of what is beyond, only what was read with it. */
  static Tail of(ConversationStore store, StorageView view, String session, SessionHeader header) {
    return read(view, store.keys().messages(session), header, false);
  }

  /** To the end of all, for a session may be damaged. */
  static Tail whole(
      ConversationStore store, StorageView view, String session, SessionHeader header) {
    return read(view, store.keys().messages(session), header, true);
  }

  private static Tail read(StorageView view, Key messages, SessionHeader header, boolean whole) {
    Span span = header.span();
    boolean sealed = false;
    List<Entry> strangers = new ArrayList<>();
    KeyRange beyond = new KeyRange(messages.child(span.next()).encoded(), all(messages).to());
    Optional<Scan> scan = Optional.of(whole ? Scan.over(beyond) : Scan.over(beyond).limit(PAGE));
    while (scan.isPresent()) {
      Page page = view.scan(scan.get());
      for (Entry entry : page.entries()) {
        StoredMessage message = StoredMessage.of(entry);
        if (!message.incarnation().equals(header.incarnation())) {
          strangers.add(entry);
        } else if (message.tombstone()) {
          sealed = true;
        } else if (whole || strangers.isEmpty()) {
          // Behind a stranger nothing is the session's own, unless it came while this was read.
          span = span.upTo(message.sequence(), message.time());
        }
      }
      boolean ended = sealed || (!whole && !strangers.isEmpty());
      Scan last = scan.get();
      scan = ended ? Optional.empty() : page.next().map(last::after);
    }
    return new Tail(span, sealed, List.copyOf(strangers));
  }

  private static KeyRange all(Key messages) {
    return KeyRange.under(messages);
  }

  /** The strangers by their places. */
  Map<Long, Version> overgrown() {
    Map<Long, Version> overgrown = new HashMap<>();
    strangers.forEach(
        entry -> entry.key().number().ifPresent(n -> overgrown.put(n, entry.version())));
    return overgrown;
  }
}
