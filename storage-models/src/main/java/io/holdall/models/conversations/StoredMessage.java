package io.holdall.models.conversations;

import io.holdall.models.json.Json;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.Entry;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A message in the form in which it is stored: the application's JSON, with ours as a first field
 * {@code _holdall}, so that other tools find {@code role} and {@code content} where they expect
 * them.
 *
 * <pre>{@code
 * {"_holdall":{"time":"2026-11-21T09:30:00.000000Z","incarnation":"k3J9.1",
 *   "nonce":"k3J9.1f"},"role":…}
 * }</pre>
 *
 * <p>Only the first field counts as ours, whatever fields the application's own message has.
 *
 * <p>In the place of a message there may be a {@link Tombstones tombstone}:
 *
 * <pre>{@code
 * {"_holdall":{"tombstone":true,"time":…,"incarnation":…,"nonce":…}}
 * }</pre>
 *
 * @param incarnation of the session it was appended to
 * @param nonce the mark of the append that wrote it, by which the writer knows its own
 * @param tombstone whether there is no message here, and shall be none of this incarnation
 * @param message the message
 */
record StoredMessage(String incarnation, String nonce, boolean tombstone, Message message) {
  private static final String ENVELOPE = "_holdall";
  private static final String TOMBSTONE = "tombstone";

  static Value value(Message message, Instant time, String incarnation, String nonce) {
    JsonObject.Builder envelope =
        JsonObject.builder()
            .put("time", Times.value(time))
            .put("incarnation", incarnation)
            .put("nonce", nonce);
    if (!message.metadata().isEmpty()) {
      envelope.put("metadata", message.metadata());
    }
    return Value.json(
        JsonObject.builder().put(ENVELOPE, envelope.build()).putAll(message.json()).build().text());
  }

  /** What takes the place of a message that is gone, or that must not come. */
  static Value tombstone(Instant time, String incarnation, String nonce) {
    JsonObject envelope =
        JsonObject.builder()
            .put(TOMBSTONE, true)
            .put("time", Times.value(time))
            .put("incarnation", incarnation)
            .put("nonce", nonce)
            .build();
    return Value.json(JsonObject.builder().put(ENVELOPE, envelope).build().text());
  }

  /** Whether the value is a tombstone; what cannot be read is none. */
  static boolean isTombstone(Value value) {
    return value.text().startsWith("{\"" + ENVELOPE + "\":{\"" + TOMBSTONE + "\":true,");
  }

  /**
   * Reads a message.
   *
   * @throws Corrupt if the entry is none
   */
  static StoredMessage of(Entry entry) {
    String text = entry.value().text();
    try (JsonParser parser = Json.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !ENVELOPE.equals(parser.nextName())
          || parser.nextToken() != JsonToken.START_OBJECT) {
        throw notOne(entry);
      }
      JsonObject envelope = JsonObject.read(parser);
      int end = (int) parser.currentLocation().getCharOffset();
      while (parser.nextToken() != null) {
        // Whatever follows must be JSON, for it is handed out unread.
      }
      String rest = text.substring(text.charAt(end) == ',' ? end + 1 : end);
      return new StoredMessage(
          envelope.string("incarnation").orElseThrow(() -> notOne(entry)),
          envelope.string("nonce").orElseThrow(() -> notOne(entry)),
          envelope.has(TOMBSTONE),
          Message.stored(
              JsonObject.ofCompact("{" + rest),
              envelope.object("metadata").orElse(JsonObject.empty()),
              Times.parse(envelope.string("time").orElseThrow(() -> notOne(entry))),
              entry.key().number().orElseThrow(() -> notOne(entry))));
    } catch (JacksonException | Corrupt e) {
      throw notOne(entry);
    }
  }

  /** Whether it is of this incarnation of its session. */
  boolean isOf(String session) {
    return incarnation.equals(session);
  }

  long sequence() {
    return message.sequence().orElseThrow();
  }

  Instant time() {
    return message.time().orElseThrow();
  }

  private static Corrupt notOne(Entry entry) {
    Corrupt error = new Corrupt("A stored message cannot be read");
    error.with("key", entry.key());
    return error;
  }
}
