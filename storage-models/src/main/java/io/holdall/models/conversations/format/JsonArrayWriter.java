package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.json.Json;
import io.holdall.models.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes sessions as objects with their messages in one field, in one array or one a line. In an
 * array each message has a line of its own, so that files can be read and compared by people.
 */
final class JsonArrayWriter implements ChatWriter {
  private final Writer out;
  private final String field;
  private final boolean asLines;
  private boolean inSession;
  private boolean hasSessions;
  private boolean hasMessages;
  private String afterMessages = "";

  /** The metadata's fields come before the messages in one format and after them in others. */
  private final boolean metadataFirst;

  private JsonArrayWriter(OutputStream out, String field, boolean asLines, boolean metadataFirst) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    this.field = field;
    this.asLines = asLines;
    this.metadataFirst = metadataFirst;
  }

  static ChatWriter array(OutputStream out, String field, boolean metadataFirst) {
    return new JsonArrayWriter(out, field, false, metadataFirst);
  }

  static ChatWriter lines(OutputStream out, String field) {
    return new JsonArrayWriter(out, field, true, false);
  }

  @Override
  public void session(Session session) throws IOException {
    endSession();
    if (!asLines) {
      out.write(hasSessions ? ",\n" : "[\n");
    }
    JsonObject metadata = session.metadata().without(field);
    String fields = metadata.text().substring(1, metadata.text().length() - 1);
    String separator = metadata.isEmpty() ? "" : ",";
    out.write("{");
    if (metadataFirst) {
      out.write(fields + separator);
      afterMessages = "";
    } else {
      afterMessages = separator + fields;
    }
    out.write(Json.quote(field) + ":[");
    inSession = true;
    hasSessions = true;
    hasMessages = false;
  }

  @Override
  public void message(Message message) throws IOException {
    out.write(hasMessages ? "," : "");
    out.write(asLines ? "" : "\n");
    out.write(message.json().text());
    hasMessages = true;
  }

  private void endSession() throws IOException {
    if (inSession) {
      out.write("]" + afterMessages + "}");
      out.write(asLines ? "\n" : "");
      inSession = false;
    }
  }

  @Override
  public void close() throws IOException {
    try (out) {
      endSession();
      if (!asLines) {
        out.write(hasSessions ? "\n]\n" : "[]\n");
      }
    }
  }
}
