package io.holdall.models.conversations.format;

import io.holdall.models.conversations.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a format hands over, a line each. */
final class Recorder implements ChatHandler {
  final List<String> lines = new ArrayList<>();
  final List<Begin> sessions = new ArrayList<>();
  final List<Message> messages = new ArrayList<>();

  static ChatSource source(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return source(name, bytes);
  }

  static ChatSource source(String name, byte[] bytes) {
    return new ChatSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** What the recognised format makes of the content. */
  static Recorder of(String name, String content) throws IOException {
    return of(source(name, content));
  }

  static Recorder of(ChatSource source) throws IOException {
    Recorder recorder = new Recorder();
    ChatFormat format = ChatFormats.all().of(source);
    recorder.lines.add(format.name());
    format.read(source, recorder);
    return recorder;
  }

  @Override
  public void session(Begin begin) {
    sessions.add(begin);
    lines.add("session " + begin.id() + " " + begin.info().metadata());
  }

  @Override
  public void message(Message message, Place place) {
    messages.add(message);
    lines.add(message.json().text());
  }

  @Override
  public void broken(Place place, String problem) {
    lines.add("broken " + place + ": " + problem);
  }
}
