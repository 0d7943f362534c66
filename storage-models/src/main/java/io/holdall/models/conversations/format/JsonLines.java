package io.holdall.models.conversations.format;

import io.holdall.models.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * The lines of a file of JSON values, one a line. A broken line does not keep the next ones from
 * being read. Empty lines and a byte order mark at the beginning are skipped.
 */
final class JsonLines {
  /** Takes the value of one line, the parser standing at its first token. */
  @FunctionalInterface
  interface Consumer {
    void accept(JsonParser parser, Place place);
  }

  /** The longest line, in bytes. */
  private static final int LONGEST = 256 << 20;

  private JsonLines() {}

  static void read(ChatSource source, ChatHandler handler, Consumer consumer) throws IOException {
    try (InputStream in = source.open()) {
      new Pass(in, handler, consumer).run();
    }
  }

  private static final class Pass {
    private final InputStream in;
    private final ChatHandler handler;
    private final Consumer consumer;
    private final byte[] block = new byte[1 << 16];
    private final Line line = new Line();
    private long lineNumber;
    private long record;

    Pass(InputStream in, ChatHandler handler, Consumer consumer) {
      this.in = in;
      this.handler = handler;
      this.consumer = consumer;
    }

    void run() throws IOException {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        int start = 0;
        for (int i = 0; i < read; i++) {
          if (block[i] == '\n') {
            line.append(block, start, i - start);
            endLine();
            start = i + 1;
          }
        }
        line.append(block, start, read - start);
      }
      endLine();
      if (record == 0) {
        handler.broken(new Place(1, 1, 0), "the file is empty");
      }
    }

    private void endLine() {
      lineNumber++;
      int offset = lineNumber == 1 ? line.markLength() : 0;
      if (line.overflowed || !line.isBlank(offset)) {
        record++;
        Place place = Place.line(record, lineNumber);
        if (line.overflowed) {
          handler.broken(place, "the line is longer than 256 MiB");
        } else {
          readValue(offset, place);
        }
      }
      line.reset();
    }

    private void readValue(int offset, Place place) {
      try (JsonParser parser = Json.parser(line.bytes(), offset, line.size() - offset)) {
        // All of it before any of it is handed over.
        parser.nextToken();
        parser.skipChildren();
        if (parser.nextToken() != null) {
          handler.broken(place, "there is more than one JSON value in the line");
          return;
        }
      } catch (JacksonException e) {
        handler.broken(place, "the line is not valid JSON, or nested too deeply");
        return;
      }
      try (JsonParser parser = Json.parser(line.bytes(), offset, line.size() - offset)) {
        parser.nextToken();
        consumer.accept(parser, place);
      }
    }
  }

  /** The bytes of a line; beyond the limit they are not kept. */
  private static final class Line extends ByteArrayOutputStream {
    private boolean overflowed;

    void append(byte[] bytes, int offset, int length) {
      overflowed |= count + (long) length > LONGEST;
      if (!overflowed) {
        write(bytes, offset, length);
      }
    }

    @Override
    public synchronized void reset() {
      super.reset();
      overflowed = false;
    }

    byte[] bytes() {
      return buf;
    }

    int markLength() {
      boolean marked =
          count >= 3 && buf[0] == (byte) 0xEF && buf[1] == (byte) 0xBB && buf[2] == (byte) 0xBF;
      return marked ? 3 : 0;
    }

    boolean isBlank(int offset) {
      for (int i = offset; i < count; i++) {
        if (buf[i] != ' ' && buf[i] != '\t' && buf[i] != '\r') {
          return false;
        }
      }
      return true;
    }
  }
}
