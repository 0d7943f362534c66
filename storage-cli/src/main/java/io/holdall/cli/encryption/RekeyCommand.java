package io.holdall.cli.encryption;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Progress;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.encryption.EncryptedStore;
import io.holdall.storage.encryption.EncryptedStore.Result;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Encrypts a store anew with the primary key. */
@Command(
    name = "rekey",
    header = "Encrypt every entry with the keyset's primary key.",
    description = {
      "Works while the store is in use, where several processes may write to it.",
      "Interrupted: repeat it, it goes on. Give all applications the new keyset",
      "first, or they go on writing with the old key."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdall rekey --dry-run", "  holdall rekey --profile production_sqlite"})
public final class RekeyCommand extends HoldallCommand {
  @Option(
      names = "--dry-run",
      description = "Say how many entries are under which key; change nothing.")
  private boolean dryRun;

  /** In these surroundings. */
  public RekeyCommand(CommandContext context) {
    super(context);
  }

  /** Keys are those of the store, whoever asks. */
  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    Profile profile = store().profile();
    return dryRun ? look(profile) : rekey(profile);
  }

  private ExitCode look(Profile profile) {
    try (Storage storage = EncryptedStores.openForReading(profile);
        Progress progress = progress("Counting")) {
      EncryptedStore encrypted = EncryptedStores.encrypted(storage);
      SortedMap<Long, Long> usage = encrypted.usage(progress);
      KeyTable table = new KeyTable(encrypted.keys(), Optional.of(usage));
      if (json()) {
        table.asJson().forEach(this::printJson);
      } else {
        table.print(terminal());
        long others =
            usage.entrySet().stream()
                .filter(used -> used.getKey() != encrypted.keys().primaryId())
                .mapToLong(Map.Entry::getValue)
                .sum();
        print("Would encrypt " + Figures.count(others) + " anew.");
      }
      return table.lacksKeys() ? ExitCode.FINDINGS : ExitCode.DONE;
    }
  }

  private ExitCode rekey(Profile profile) {
    try (Storage storage = EncryptedStores.openExisting(profile);
        Progress progress = progress("Encrypting")) {
      EncryptedStore encrypted = EncryptedStores.encrypted(storage);
      Result result = encrypted.rekey(progress);
      long primary = encrypted.keys().primaryId();
      if (json()) {
        Map<String, @Nullable Object> object = JsonOutput.object();
        object.put("key", primary);
        object.put("encrypted", result.encrypted());
        object.put("unchanged", result.unchanged());
        printJson(object);
      } else {
        print(
            "Encrypted %s anew with key %d; %s under it already."
                .formatted(
                    Figures.count(result.encrypted()), primary, Figures.count(result.unchanged())));
        print("'holdall keys list' shows which keys are still needed.");
      }
      return ExitCode.DONE;
    }
  }
}
