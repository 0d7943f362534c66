package io.holdall.models.conversations.format;

import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.spi.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The formats there are. */
public final class ChatFormats {
  private final Map<String, ChatFormat> byName;

  private ChatFormats(Map<String, ChatFormat> byName) {
    this.byName = byName;
  }

  /** All formats that ServiceLoader finds. */
  public static ChatFormats all() {
    Map<String, ChatFormat> found = new TreeMap<>();
    for (ChatFormat format : ServiceLoader.load(ChatFormat.class)) {
      found.putIfAbsent(format.name(), format);
    }
    return new ChatFormats(found);
  }

  /** The formats, in the order of their names. */
  public List<ChatFormat> list() {
    return List.copyOf(byName.values());
  }

  /**
   * The format of this name.
   *
   * @throws InvalidArgument if there is none; the nearest name is shown
   */
  public ChatFormat named(String name) {
    ChatFormat format = byName.get(name);
    if (format == null) {
      throw new InvalidArgument(
          "There is no chat format '%s'%s".formatted(name, Nearest.hint(name, byName.keySet())));
    }
    return format;
  }

  /**
   * The format that recognises a file.
   *
   * @throws InvalidArgument if none does, or several do
   * @throws IOException if the file cannot be read
   */
  public ChatFormat of(ChatSource source) throws IOException {
    ChatSample sample = ChatSample.of(source);
    List<ChatFormat> fitting =
        byName.values().stream().filter(format -> format.recognises(sample)).toList();
    if (fitting.isEmpty() && isEmpty(source)) {
      throw new InvalidArgument("No chat format recognises the file, for it is empty")
          .with("file", source.name());
    }
    if (fitting.isEmpty()) {
      throw new InvalidArgument("No chat format recognises the file")
          .with("file", source.name())
          .with("formats", String.join(" ", byName.keySet()));
    }
    if (fitting.size() > 1) {
      throw new InvalidArgument("Several chat formats recognise the file; name the one it has")
          .with("file", source.name())
          .with("formats", String.join(" ", fitting.stream().map(ChatFormat::name).toList()));
    }
    return fitting.get(0);
  }

  private static boolean isEmpty(ChatSource source) throws IOException {
    try (InputStream in = source.open()) {
      return in.read() < 0;
    }
  }
}
