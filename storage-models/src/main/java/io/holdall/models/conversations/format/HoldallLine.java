package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.SessionInfo;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.StorageException.InvalidArgument;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the lines of Holdall's own format say. */
final class HoldallLine {
  static final String TYPE = "type";
  static final String SESSION = "session";
  static final String MESSAGE = "message";

  private static final String CREATED = "created";
  private static final String METADATA = "metadata";
  private static final String OWNER = "owner";
  private static final String TIME = "time";
  private static final String TITLE = "title";

  private static final Set<String> OF_SESSION =
      Set.of(TYPE, "id", OWNER, TITLE, CREATED, "updated", "messages", METADATA);
  private static final Set<String> OF_MESSAGE =
      Set.of(TYPE, SESSION, "sequence", TIME, METADATA, MESSAGE);

  private HoldallLine() {}

  static JsonObject of(Session session) {
    JsonObject.Builder line = JsonObject.builder().put(TYPE, SESSION).put("id", session.id());
    session.owner().ifPresent(owner -> line.put(OWNER, owner));
    session.title().ifPresent(title -> line.put(TITLE, title));
    line.put(CREATED, session.created().toString());
    line.put("updated", session.updated().toString());
    line.put("messages", session.messageCount());
    if (!session.metadata().isEmpty()) {
      line.put(METADATA, session.metadata());
    }
    return line.putAll(session.info().fields().without(OF_SESSION)).build();
  }

  static JsonObject of(String session, Message message) {
    JsonObject.Builder line = JsonObject.builder().put(TYPE, MESSAGE).put(SESSION, session);
    message.sequence().ifPresent(sequence -> line.put("sequence", sequence));
    message.time().ifPresent(time -> line.put(TIME, time.toString()));
    if (!message.metadata().isEmpty()) {
      line.put(METADATA, message.metadata());
    }
    return line.put(MESSAGE, message.json()).build();
  }

  /**
   * What a line says about a session; fields that are not ours are kept.
   *
   * @throws InvalidArgument if a field of ours is not what it should be
   */
  static SessionInfo info(JsonObject line) {
    SessionInfo info =
        SessionInfo.none().withMetadata(metadata(line)).withFields(line.without(OF_SESSION));
    info = text(line, OWNER).map(info::withOwner).orElse(info);
    return text(line, TITLE).map(info::withTitle).orElse(info);
  }

  static Optional<Instant> created(JsonObject line) {
    return time(line, CREATED);
  }

  /**
   * The message of a line.
   *
   * @throws InvalidArgument if there is none, or a field is unknown and would be lost
   */
  static Message message(JsonObject line) {
    if (!line.without(OF_MESSAGE).isEmpty()) {
      throw new InvalidArgument("the line has a field beside the message that is unknown");
    }
    Message message =
        Message.of(
                line.object(MESSAGE)
                    .orElseThrow(() -> new InvalidArgument("the line has no object 'message'")))
            .withMetadata(metadata(line));
    return time(line, TIME).map(message::at).orElse(message);
  }

  private static JsonObject metadata(JsonObject line) {
    return line.has(METADATA)
        ? line.object(METADATA).orElseThrow(() -> wrong(METADATA))
        : JsonObject.empty();
  }

  private static Optional<String> text(JsonObject line, String name) {
    Optional<String> text = line.string(name);
    if (text.isEmpty() && line.has(name)) {
      throw wrong(name);
    }
    return text;
  }

  private static Optional<Instant> time(JsonObject line, String name) {
    try {
      return text(line, name).map(Instant::parse);
    } catch (DateTimeException e) {
      throw wrong(name);
    }
  }

  private static InvalidArgument wrong(String field) {
    return new InvalidArgument("the field '%s' is not what it should be".formatted(field));
  }
}
