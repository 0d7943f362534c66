package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application says about a session: owner, title, metadata, and fields that came from
 * elsewhere and are kept as they are. Immutable; each method gives a changed copy.
 *
 * <pre>{@code
 * SessionInfo.none().withOwner("ana").withTitle("Trip to Lisbon");
 * }</pre>
 */
public final class SessionInfo {
  private static final SessionInfo NONE =
      new SessionInfo(null, null, JsonObject.empty(), JsonObject.empty());

  private final @Nullable String owner;
  private final @Nullable String title;
  private final JsonObject metadata;
  private final JsonObject fields;

  private SessionInfo(
      @Nullable String owner, @Nullable String title, JsonObject metadata, JsonObject fields) {
    this.owner = owner;
    this.title = title;
    this.metadata = metadata;
    this.fields = fields;
  }

  /** Nothing is said. */
  public static SessionInfo none() {
    return NONE;
  }

  /** With an owner, by whom sessions can be listed: any non-empty text. */
  public SessionInfo withOwner(String value) {
    return new SessionInfo(value, title, metadata, fields);
  }

  /** Without an owner. */
  public SessionInfo withoutOwner() {
    return new SessionInfo(null, title, metadata, fields);
  }

  /** With a title for people. */
  public SessionInfo withTitle(String value) {
    return new SessionInfo(owner, value, metadata, fields);
  }

  /** Without a title. */
  public SessionInfo withoutTitle() {
    return new SessionInfo(owner, null, metadata, fields);
  }

  /** With other metadata; it may be large, for appending does not rewrite it. */
  public SessionInfo withMetadata(JsonObject value) {
    return new SessionInfo(owner, title, value, fields);
  }

  /** With other fields that are kept for whoever understands them. */
  public SessionInfo withFields(JsonObject value) {
    return new SessionInfo(owner, title, metadata, value);
  }

  /** To whom the session belongs. */
  public Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  /** What people call the session. */
  public Optional<String> title() {
    return Optional.ofNullable(title);
  }

  /** Whatever the application wants to know about the session. */
  public JsonObject metadata() {
    return metadata;
  }

  /** Fields that an import found beside the known ones. */
  public JsonObject fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionInfo info
        && Objects.equals(owner, info.owner)
        && Objects.equals(title, info.title)
        && metadata.equals(info.metadata)
        && fields.equals(info.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(owner, title, metadata, fields);
  }

  /** Which parts there are, never what they say. */
  @Override
  public String toString() {
    return "SessionInfo[owner=%s, title=%s, metadata=%d bytes, fields=%s]"
        .formatted(
            owner == null ? "none" : "given",
            title == null ? "none" : "given",
            metadata.text().length(),
            fields.names());
  }
}
