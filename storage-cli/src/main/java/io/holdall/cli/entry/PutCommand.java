package io.holdall.cli.entry;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.storage.Condition;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores a value. */
@Command(
    name = "put",
    header = "Store a file or standard input as the value of an entry.",
    description = "Prints the version that the entry got.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echo '{\"dark\": true}' | holdall put settings/theme",
      "  holdall put images/logo logo.png --format binary --if-absent",
      "  holdall put counter count.json --if-version \"$version\""
    })
public final class PutCommand extends HoldallCommand {
  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "The key.",
      converter = KeyConverter.class)
  private @Nullable Key key;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      arity = "0..1",
      description = "What to store; standard input if not given or -.")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "json|binary",
      description = "What the bytes are; not given: json if they are, else binary.")
  private @Nullable ValueFormat format;

  @ArgGroup private @Nullable Only only;

  /** What must be true of the entry. */
  static final class Only {
    @Option(names = "--if-absent", description = "Only if there is no such entry.")
    private boolean absent;

    @Option(
        names = "--if-version",
        paramLabel = "VERSION",
        description = "Only if the entry has this version.")
    private @Nullable String version;
  }

  /** What the bytes are. */
  enum ValueFormat {
    json,
    binary
  }

  /** In these surroundings. */
  public PutCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    Condition condition = condition();
    byte[] bytes = context().cancellation().whileIdle(this::read);
    Value value = Value.owning(bytes, formatOf(bytes));
    try (Storage storage = store().openForWriting()) {
      Version version = put(storage, value, condition);
      if (json()) {
        Map<String, @Nullable Object> object = JsonOutput.object();
        object.put("key", given(key).encoded());
        object.put("version", version.text());
        object.put("format", EntryJson.format(value));
        object.put("bytes", value.length());
        printJson(object);
      } else {
        print(version.text());
      }
    }
    return ExitCode.DONE;
  }

  private Version put(Storage storage, Value value, Condition condition) {
    try {
      return storage.put(given(key), value, condition);
    } catch (Conflict e) {
      throw only != null && only.absent
          ? OtherVersion.ofPresent(given(key))
          : OtherVersion.of(given(key));
    }
  }

  private Condition condition() {
    if (only != null && only.absent) {
      return Condition.absent();
    }
    return only == null || only.version == null
        ? Condition.any()
        : Condition.version(Version.parse(only.version));
  }

  private byte[] read() throws IOException {
    if (file != null && !file.toString().equals("-")) {
      return Files.readAllBytes(file);
    }
    if (terminal().interactiveIn()) {
      terminal().err().println("Type the value, and end it with Ctrl-D");
    }
    return terminal().in().readAllBytes();
  }

  private Format formatOf(byte[] bytes) {
    if (format == ValueFormat.binary) {
      return Format.BINARY;
    }
    Optional<String> problem = JsonText.problem(bytes);
    if (problem.isEmpty()) {
      return Format.JSON;
    }
    if (format == ValueFormat.json) {
      throw usage("This is not JSON: " + problem.get());
    }
    return Format.BINARY;
  }
}
