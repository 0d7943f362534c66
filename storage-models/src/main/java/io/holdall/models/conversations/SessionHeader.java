package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Entry;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is rewritten with every append, and therefore small: where the session ends, when it was
 * last used, and what its place in the lists depends on.
 *
 * @param incarnation tells a session from an earlier one of the same id
 * @param change the mark of the latest change of the description, by which its writer knows it
 * @param created when the session was created
 * @param span which messages there are
 * @param description owner and title
 * @param deleting whether somebody has begun to delete the session
 * @param foreign fields of the header that this version does not know, kept for one that does
 */
record SessionHeader(
    String incarnation,
    String change,
    Instant created,
    Span span,
    Description description,
    boolean deleting,
    JsonObject foreign) {
  private static final Set<String> KNOWN =
      Set.of(
          "incarnation",
          "change",
          "created",
          "updated",
          "next",
          "first",
          "missing",
          "unordered",
          "deleting",
          "owner",
          "title",
          "details");

  /**
   * Which messages a session has.
   *
   * @param first the sequence of the first one kept
   * @param next the sequence of the next one
   * @param missing how many between them are lost
   * @param updated the latest time of one, or that of creation
   * @param ordered whether their times never go backwards
   */
  record Span(long first, long next, long missing, Instant updated, boolean ordered) {
    static Span empty(Instant created) {
      return new Span(0, 0, 0, created, true);
    }

    /** Nothing counted yet, from the first one kept on. */
    Span restarted(Instant created) {
      return new Span(first, first, 0, created, true);
    }

    /** Without the messages before this one, none of which are counted yet. */
    Span startingAt(long sequence) {
      return new Span(sequence, sequence, 0, updated, true);
    }

    /** With one more message of this time. */
    Span plus(Instant time) {
      return upTo(next, time);
    }

    /** With one more message at a place behind the end; those between are lost. */
    Span upTo(long sequence, Instant time) {
      boolean stillOrdered = ordered && (first == next || !time.isBefore(updated));
      return new Span(
          first, sequence + 1, missing + sequence - next, Times.later(updated, time), stillOrdered);
    }

    /** Reaching at least to here; what was there and is not seen any more is lost. */
    Span atLeast(long end) {
      return end <= next ? this : new Span(first, end, missing + end - next, updated, ordered);
    }
  }

  /**
   * What is said about a session, as far as it stands in the header.
   *
   * @param owner to whom it belongs
   * @param title what people call it
   * @param details metadata and foreign fields, on stores that could not write them beside the
   *     header in the same commit
   */
  record Description(@Nullable String owner, @Nullable String title, @Nullable JsonObject details) {
    static Description of(SessionInfo info, boolean withDetails) {
      return new Description(
          info.owner().orElse(null),
          info.title().orElse(null),
          withDetails ? SessionHeader.details(info).orElse(null) : null);
    }
  }

  static SessionHeader create(String incarnation, Instant created, Description description) {
    return new SessionHeader(
        incarnation,
        incarnation,
        created,
        Span.empty(created),
        description,
        false,
        JsonObject.empty());
  }

  SessionHeader with(Span changed) {
    return new SessionHeader(incarnation, change, created, changed, description, deleting, foreign);
  }

  SessionHeader with(String mark, Description changed) {
    return new SessionHeader(incarnation, mark, created, span, changed, deleting, foreign);
  }

  SessionHeader createdAt(Instant time) {
    return new SessionHeader(incarnation, change, time, span, description, deleting, foreign);
  }

  SessionHeader toBeDeleted() {
    return new SessionHeader(incarnation, change, created, span, description, true, foreign);
  }

  Instant updated() {
    return span.updated;
  }

  Optional<String> owner() {
    return Optional.ofNullable(description.owner);
  }

  /** The session as applications see it, with the details that stand beside the header. */
  Session session(String id, JsonObject besides) {
    JsonObject details = description.details != null ? description.details : besides;
    SessionInfo info =
        SessionInfo.none()
            .withMetadata(details.object("metadata").orElse(JsonObject.empty()))
            .withFields(details.object("fields").orElse(JsonObject.empty()));
    info = description.owner == null ? info : info.withOwner(description.owner);
    info = description.title == null ? info : info.withTitle(description.title);
    return new Session(id, info, created, span.updated, span.first, span.next, span.missing);
  }

  /** What of the information stands beside the header; empty if there is nothing. */
  static Optional<JsonObject> details(SessionInfo info) {
    JsonObject.Builder details = JsonObject.builder();
    if (!info.metadata().isEmpty()) {
      details.put("metadata", info.metadata());
    }
    if (!info.fields().isEmpty()) {
      details.put("fields", info.fields());
    }
    return Optional.of(details.build()).filter(object -> !object.isEmpty());
  }

  Value toValue() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("incarnation", incarnation)
            .put("change", change)
            .put("created", Times.value(created))
            .put("updated", Times.value(span.updated));
    if (span.first != 0) {
      json.put("first", span.first);
    }
    json.put("next", span.next);
    if (span.missing != 0) {
      json.put("missing", span.missing);
    }
    putIf(json, !span.ordered, "unordered", true);
    putIf(json, deleting, "deleting", true);
    putIf(json, description.owner != null, "owner", description.owner);
    putIf(json, description.title != null, "title", description.title);
    putIf(json, description.details != null, "details", description.details);
    return Value.json(json.putAll(foreign).build().text());
  }

  private static void putIf(
      JsonObject.Builder json, boolean present, String name, @Nullable Object value) {
    if (present) {
      json.put(name, value);
    }
  }

  /**
   * Reads a header.
   *
   * @throws Corrupt if it is none
   */
  static SessionHeader of(Entry entry) {
    try {
      JsonObject json = JsonObject.parse(entry.value().text());
      Span span =
          new Span(
              json.has("first") ? number(json, "first") : 0,
              number(json, "next"),
              json.has("missing") ? number(json, "missing") : 0,
              Times.parse(text(json, "updated")),
              !json.has("unordered"));
      Description description =
          new Description(
              json.string("owner").orElse(null),
              json.string("title").orElse(null),
              json.object("details").orElse(null));
      return new SessionHeader(
          text(json, "incarnation"),
          text(json, "change"),
          Times.parse(text(json, "created")),
          span,
          description,
          json.has("deleting"),
          json.without(KNOWN));
    } catch (StorageException e) {
      throw new Corrupt("The header of a session cannot be read", e).with("key", entry.key());
    }
  }

  private static String text(JsonObject json, String name) {
    return json.string(name).orElseThrow(() -> new Corrupt("A text is missing"));
  }

  private static long number(JsonObject json, String name) {
    return json.get(name)
        .filter(JsonNode::canConvertToLong)
        .map(JsonNode::longValue)
        .filter(number -> number >= 0)
        .orElseThrow(() -> new Corrupt("A number is missing"));
  }
}
