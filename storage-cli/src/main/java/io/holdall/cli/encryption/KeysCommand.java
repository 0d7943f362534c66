package io.holdall.cli.encryption;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.terminal.Progress;
import io.holdall.storage.Storage;
import io.holdall.storage.encryption.EncryptedStore;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.encryption.KeysetFile;
import io.holdall.storage.encryption.Kms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes, changes and shows keysets; never prints a key. */
@Command(
    name = "keys",
    header = "Make, rotate and list the keys of a keyset.",
    description = {
      "ACTION is one of:",
      "  create   a new keyset file with one key, for its owner only",
      "  add      a new key that only decrypts, until 'primary' says otherwise",
      "  rotate   a new key that encrypts from now on",
      "  primary  let key ID encrypt from now on",
      "  disable  stop using key ID; 'enable' undoes it",
      "  list     the keys; without FILE those of the profile's store, with how",
      "           many entries need each and which are no longer needed",
      "No key is ever printed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall keys create keyset.json",
      "  holdall keys rotate keyset.json && holdall rekey",
      "  holdall keys list"
    })
public final class KeysCommand extends HoldallCommand {
  /** What to do. */
  enum Action {
    create,
    add,
    rotate,
    primary,
    disable,
    enable,
    list
  }

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "create, add, rotate, primary, disable, enable or list")
  private @Nullable Action action;

  @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "The keyset file.")
  private @Nullable Path file;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ID",
      description = "The number of a key, as 'list' shows it.")
  private @Nullable String id;

  @Option(
      names = "--kms-uri",
      paramLabel = "URI",
      description = "The keyset is encrypted with this key of a key management service.")
  private @Nullable String kmsUri;

  @Option(
      names = "--kms-credentials",
      paramLabel = "FILE",
      description = "Credentials for the key management service.")
  private @Nullable Path kmsCredentials;

  @Option(names = "--force", description = "Let 'create' replace a file, whose keys are lost.")
  private boolean force;

  /** In these surroundings. */
  public KeysCommand(CommandContext context) {
    super(context);
  }

  /** Keys are those of the store, whoever asks. */
  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    return switch (given(action)) {
      case create -> {
        Keys keys = Keys.create();
        keysetFile();
        requireNew();
        keysetFile().create(keys, force);
        yield show(KeyTable.of(keys));
      }
      case add -> change(Keys::withNewKey);
      case rotate -> change(Keys::rotated);
      case primary -> change(keys -> keys.withPrimary(keyId()));
      case disable -> change(keys -> keys.withEnabled(keyId(), false));
      case enable -> change(keys -> keys.withEnabled(keyId(), true));
      case list -> file == null ? listStore() : show(KeyTable.of(keysetFile().read()));
    };
  }

  private void requireNew() {
    if (!force && file != null && Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "There is a keyset file " + file + " already",
          "Name another one. --force replaces it, and what only its keys can read is lost.");
    }
  }

  private ExitCode change(UnaryOperator<Keys> change) {
    return show(KeyTable.of(keysetFile().update(change)));
  }

  private ExitCode listStore() {
    try (Storage storage = EncryptedStores.openForReading(store().profile());
        Progress progress = progress("Counting")) {
      EncryptedStore encrypted = EncryptedStores.encrypted(storage);
      return show(new KeyTable(encrypted.keys(), Optional.of(encrypted.usage(progress))));
    }
  }

  private ExitCode show(KeyTable table) {
    if (json()) {
      table.asJson().forEach(this::printJson);
    } else {
      table.print(terminal());
    }
    return table.lacksKeys() ? ExitCode.FINDINGS : ExitCode.DONE;
  }

  private KeysetFile keysetFile() {
    if (file == null) {
      throw usage("'holdall keys " + action + "' needs the keyset FILE");
    }
    KeysetFile keysetFile = KeysetFile.at(file);
    return kmsUri == null
        ? keysetFile
        : keysetFile.encryptedBy(new Kms(kmsUri, Optional.ofNullable(kmsCredentials)));
  }

  private long keyId() {
    if (id == null) {
      throw usage("'holdall keys " + action + "' needs the ID of a key");
    }
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw usage("The ID of a key is a number, as 'holdall keys list FILE' shows it");
    }
  }
}
