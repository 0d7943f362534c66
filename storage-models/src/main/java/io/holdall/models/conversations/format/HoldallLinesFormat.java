package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.format.ChatSample.Shape;
import io.holdall.models.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Holdall's own format, in which nothing is lost: a line for each session, followed by a line for
 * each of its messages. {@code docs/conversations.md} describes it.
 */
public final class HoldallLinesFormat implements ChatFormat {
  /** For ServiceLoader. */
  public HoldallLinesFormat() {}

  @Override
  public String name() {
    return "holdall-jsonl";
  }

  @Override
  public String description() {
    return "JSON Lines of Holdall, with everything: a line for each session, then one for each of"
        + " its messages";
  }

  @Override
  public boolean recognises(ChatSample sample) {
    return (sample.shape() == Shape.OBJECT_LINES || sample.shape() == Shape.OBJECT)
        && sample.first().string(HoldallLine.TYPE).filter(HoldallLine.SESSION::equals).isPresent()
        && sample.first().string("id").isPresent();
  }

  @Override
  public void read(ChatSource source, ChatHandler handler) throws IOException {
    HoldallLinesReader reader = new HoldallLinesReader(handler);
    JsonLines.read(source, handler, reader::line);
    reader.end();
  }

  @Override
  public ChatWriter write(OutputStream out) {
    return new LinesWriter(out);
  }

  private static final class LinesWriter implements ChatWriter {
    private final Writer out;
    private String session = "";

    LinesWriter(OutputStream out) {
      this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    @Override
    public void session(Session begun) throws IOException {
      session = begun.id();
      write(HoldallLine.of(begun));
    }

    @Override
    public void message(Message message) throws IOException {
      write(HoldallLine.of(session, message));
    }

    private void write(JsonObject line) throws IOException {
      out.write(line.text());
      out.write('\n');
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
