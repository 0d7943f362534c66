package io.holdall.models.conversations.transfer;

import io.holdall.models.conversations.ConversationSnapshot;
import io.holdall.models.conversations.ConversationView;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.SessionQuery;
import io.holdall.models.conversations.format.ChatFormat;
import io.holdall.models.conversations.format.ChatFormats;
import io.holdall.models.conversations.format.ChatSource;
import io.holdall.models.conversations.format.ChatWriter;
import io.holdall.storage.StorageException.InvalidArgument;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Imports and exports chat files.
 *
 * <pre>{@code
 * ChatFiles files = ChatFiles.of(chats);
 * files.importFile(Path.of("trajectories.json"));
 * files.exportFile(Path.of("everything.jsonl"), "holdall-jsonl");
 * }</pre>
 *
 * <p>Files are read and written as streams: memory holds a session of a file, or a commit's worth
 * of a larger one. Tool calls, tool results, unknown fields and metadata come out as they went in.
 */
public final class ChatFiles {
  private final Conversations chats;
  private final ChatFormats formats;

  private ChatFiles(Conversations chats, ChatFormats formats) {
    this.chats = chats;
    this.formats = formats;
  }

  /** The files of some conversations, in all formats there are. */
  public static ChatFiles of(Conversations chats) {
    return new ChatFiles(chats, ChatFormats.all());
  }

  /** The formats there are. */
  public ChatFormats formats() {
    return formats;
  }

  /** Imports a file, everything or nothing; see {@link #importFrom}. */
  public ImportReport importFile(Path file) throws IOException {
    return importFrom(ChatSource.of(file), ImportOptions.defaults());
  }

  /** Imports a file; see {@link #importFrom}. */
  public ImportReport importFile(Path file, ImportOptions options) throws IOException {
    return importFrom(ChatSource.of(file), options);
  }

  /**
   * Imports a file. All of it is read and checked before any of it is stored. A session of which
   * everything is stored already is left alone, and one of which the beginning is stored is
   * continued; so a file can be imported again at any time, also after an import was killed.
   *
   * @throws ImportRefused if a record is broken or a session differs from the stored one, and the
   *     options do not say what to do then; nothing was stored
   * @throws InvalidArgument if the format cannot be told or is not known, or the file changes while
   *     it is read
   * @throws io.holdall.storage.StorageException.Conflict if somebody else stores a session of the
   *     same id at the same time; import the file again
   * @throws IOException if the file cannot be read
   */
  public ImportReport importFrom(ChatSource source, ImportOptions options) throws IOException {
    ChatFormat format = format(source, options);
    Check check = checked(format, source, options);
    ImportReport report = check.report(source.name(), format.name());
    if (check.isRefused()) {
      throw new ImportRefused(report);
    }
    Load load = new Load(chats, options, check.verdicts());
    format.read(source, load);
    load.finish();
    return report;
  }

  /**
   * Reads and checks a file and tells what an import would do, without storing anything.
   *
   * @throws InvalidArgument if the format cannot be told or is not known
   * @throws IOException if the file cannot be read
   */
  public ImportReport check(ChatSource source, ImportOptions options) throws IOException {
    ChatFormat format = format(source, options);
    return checked(format, source, options).report(source.name(), format.name());
  }

  private ChatFormat format(ChatSource source, ImportOptions options) throws IOException {
    return options.format().isPresent()
        ? formats.named(options.format().get())
        : formats.of(source);
  }

  private Check checked(ChatFormat format, ChatSource source, ImportOptions options)
      throws IOException {
    Check check = new Check(chats, options);
    format.read(source, check);
    check.end();
    return check;
  }

  /**
   * Writes all sessions to a file, which appears, or replaces another, only when it is whole and
   * durable. A pipe or a device is written as it stands.
   *
   * @throws InvalidArgument if the format is not known
   * @throws IOException if the file cannot be written
   */
  public ExportReport exportFile(Path file, String format) throws IOException {
    return exportFile(file, format, List.of());
  }

  /**
   * Writes some sessions to a file, in this order, all if none is named; see {@link
   * #exportFile(Path, String)}.
   */
  public ExportReport exportFile(Path file, String format, List<String> sessions)
      throws IOException {
    formats.named(format);
    return WholeFile.write(file, out -> exportTo(out, format, sessions));
  }

  /**
   * Writes sessions to a stream and closes it: those named, in this order, or all, those first that
   * were used last the longest ago. Where the storage has snapshots, all are of one moment.
   *
   * @throws InvalidArgument if the format is not known, or there is no session of some id
   * @throws io.holdall.storage.StorageException.Unsupported for several sessions in a format that
   *     holds one
   * @throws IOException if the stream cannot be written
   */
  public ExportReport exportTo(OutputStream out, String format, List<String> sessions)
      throws IOException {
    ChatFormat chosen = formats.named(format);
    if (!chats.storage().capabilities().snapshots()) {
      return export(chats, chosen, out, sessions);
    }
    try (ConversationSnapshot snapshot = chats.snapshot()) {
      return export(snapshot, chosen, out, sessions);
    }
  }

  private static ExportReport export(
      ConversationView view, ChatFormat format, OutputStream out, List<String> ids)
      throws IOException {
    long sessions = 0;
    long messages = 0;
    long toolCalls = 0;
    try (ChatWriter writer = format.write(out)) {
      Iterator<Session> chosen = chosen(view, ids).iterator();
      while (chosen.hasNext()) {
        Session session = chosen.next();
        writer.session(session);
        sessions++;
        Iterator<Message> all = view.messages(session.id()).iterator();
        while (all.hasNext()) {
          Message message = all.next();
          writer.message(message);
          messages++;
          toolCalls += message.toolCalls().size();
        }
      }
    }
    return new ExportReport(format.name(), sessions, messages, toolCalls);
  }

  private static Stream<Session> chosen(ConversationView view, List<String> ids) {
    if (ids.isEmpty()) {
      return view.stream(SessionQuery.all().oldestFirst());
    }
    return ids.stream()
        .map(
            id ->
                view.session(id)
                    .orElseThrow(
                        () ->
                            new InvalidArgument("There is no session of this id")
                                .with("session", id)));
  }
}
