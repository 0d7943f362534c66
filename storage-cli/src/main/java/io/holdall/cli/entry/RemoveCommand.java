package io.holdall.cli.entry;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.Consent;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes entries. */
@Command(
    name = "rm",
    header = "Remove entries.",
    description = {
      "Each by itself; asks before it does so on a terminal. One that is not there is a finding:",
      "exit code 3."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall rm settings/theme",
      "  holdall rm cache/a cache/b --dry-run",
      "  holdall rm counter --if-version 1742"
    })
public final class RemoveCommand extends HoldallCommand {
  @Parameters(
      paramLabel = "KEY",
      arity = "1..*",
      description = "The keys.",
      converter = KeyConverter.class)
  private List<Key> keys = List.of();

  @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
  private boolean dryRun;

  @Option(
      names = "--if-version",
      paramLabel = "VERSION",
      description = "Only if the one entry named has this version.")
  private @Nullable String version;

  @Mixin private final Consent consent = new Consent();

  /** In these surroundings. */
  public RemoveCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    if (version != null && keys.size() > 1) {
      throw usage("--if-version is about one entry; name one key");
    }
    if (!dryRun && !consent.given(context(), "Remove " + Figures.count(keys.size(), "entry"))) {
      return ExitCode.FAILED;
    }
    boolean allThere = true;
    try (Storage storage = dryRun ? store().openForReading() : store().openExisting()) {
      for (Key key : keys) {
        context().cancellation().checkpoint();
        boolean there = remove(storage, key);
        allThere &= there;
        say(key, there);
      }
    }
    return allThere ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private boolean remove(Storage storage, Key key) {
    Optional<Entry> entry = storage.get(key);
    if (entry.isPresent()) {
      remove(storage, entry.get());
    }
    return entry.isPresent();
  }

  private void remove(Storage storage, Entry entry) {
    Optional<Version> only = Optional.ofNullable(version).map(Version::parse);
    if (only.filter(other -> !other.equals(entry.version())).isPresent()) {
      throw OtherVersion.of(entry.key());
    }
    if (dryRun) {
      return;
    }
    try {
      storage.delete(entry.key(), only.map(Condition::version).orElse(Condition.any()));
    } catch (Conflict e) {
      throw OtherVersion.of(entry.key());
    }
  }

  private void say(Key key, boolean there) {
    if (json()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("key", key.encoded());
      object.put("removed", there && !dryRun);
      object.put("found", there);
      printJson(object);
    } else if (there) {
      print((dryRun ? "would remove " : "removed ") + key);
    } else {
      terminal().err().println("There is no entry " + key);
    }
  }
}
