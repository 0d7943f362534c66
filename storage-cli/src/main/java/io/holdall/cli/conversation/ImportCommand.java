package io.holdall.cli.conversation;

import io.holdall.cli.command.Cancellation.Cancelled;
import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.Consent;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.PartlyDone;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Progress;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.transfer.ChatFiles;
import io.holdall.models.conversations.transfer.ImportOptions;
import io.holdall.models.conversations.transfer.ImportRefused;
import io.holdall.models.conversations.transfer.ImportReport;
import io.holdall.models.conversations.transfer.OnDifferent;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports conversations. */
@Command(
    name = "import",
    header = "Import conversations from chat files.",
    description = {
      "All of the files or nothing: a broken record is named with its place and reason.",
      "Sessions that are there already are recognised, so a file can be imported again.",
      "On a terminal, asks before it replaces any (--on-different replace)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall import chats.json --dry-run",
      "  holdall import old.jsonl new.jsonl --skip-broken",
      "  zcat chats.jsonl.gz | holdall import - --profile production_sqlite"
    })
public final class ImportCommand extends HoldallCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files; - is standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Their format; recognised if not given: openai, tau-bench, holdall-jsonl, …")
  private @Nullable String format;

  @Option(
      names = "--skip-broken",
      description = "Leave out broken records and import the others: exit code 3.")
  private boolean skipBroken;

  @Option(
      names = "--on-different",
      paramLabel = "refuse|skip|replace|rename",
      defaultValue = "refuse",
      description = "What to do with a session that differs from a stored one; ${DEFAULT-VALUE}.")
  private Different different = Different.refuse;

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      description = "The owner of sessions for which the file names none.")
  private @Nullable String owner;

  @Option(names = "--dry-run", description = "Say what would be imported; change nothing.")
  private boolean dryRun;

  @Mixin private final Consent consent = new Consent();

  /** Of the files that were checked, how many sessions they would replace. */
  private long replaced;

  /** What to do with a session that differs. */
  enum Different {
    refuse,
    skip,
    replace,
    rename
  }

  /** In these surroundings. */
  public ImportCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (InputFiles inputs = InputFiles.open(files, terminal(), context().cancellation())) {
      boolean asks = different == Different.replace && consent.isAsked(context());
      if (dryRun || files.size() > 1 || asks) {
        ExitCode checked = check(inputs);
        if (dryRun) {
          return checked;
        }
      }
      boolean agreed =
          replaced == 0
              || consent.given(context(), "Replace " + Figures.count(replaced, "stored session"));
      return agreed ? load(inputs) : ExitCode.FAILED;
    }
  }

  /** Checks all files, so that one that is refused keeps the others out, too. */
  private ExitCode check(InputFiles inputs) throws IOException {
    ExitCode exitCode = ExitCode.DONE;
    try (Storage storage = store().openOrEmpty()) {
      ChatFiles chatFiles = ChatFiles.of(Conversations.in(storage));
      for (InputFiles.Input input : inputs.all()) {
        ImportReport report;
        try (Progress progress = progress("Checking")) {
          report = chatFiles.check(input.source(), options(progress));
        }
        if (isRefused(report)) {
          throw refused(input, report);
        }
        replaced += report.replaced();
        if (dryRun) {
          printer().print(input.shownName(), report);
          exitCode = worse(exitCode, report);
        }
      }
    }
    return exitCode;
  }

  private ExitCode load(InputFiles inputs) throws IOException {
    ExitCode exitCode = ExitCode.DONE;
    try (Storage storage = store().openForWriting()) {
      ChatFiles chatFiles = ChatFiles.of(Conversations.in(storage));
      for (InputFiles.Input input : inputs.all()) {
        ImportReport report = load(chatFiles, input);
        printer().print(input.shownName(), report);
        exitCode = worse(exitCode, report);
      }
    }
    return exitCode;
  }

  private ImportReport load(ChatFiles chatFiles, InputFiles.Input input) throws IOException {
    StoredTally tally = new StoredTally(input.shownName(), different == Different.replace);
    try (Progress progress = progress("Importing")) {
      return chatFiles.importFrom(input.source(), options(progress).stored(tally));
    } catch (ImportRefused e) {
      throw refused(input, e.report());
    } catch (StorageException | IOException | Cancelled e) {
      if (context().cancellation().isRequested()) {
        throw new CommandFailure(
            ExitCode.INTERRUPTED,
            "Interrupted; " + tally.text(e),
            "Repeat the command: it recognises what is there and adds the rest.",
            e);
      }
      if (tally.isEmpty(e)) {
        throw e;
      }
      throw new PartlyDone(tally.text(e), e);
    }
  }

  private CommandFailure refused(InputFiles.Input input, ImportReport report) {
    printer().printRefusal(input.shownName(), report);
    boolean broken = report.brokenCount() > 0 && !skipBroken;
    return new CommandFailure(
        ExitCode.FAILED,
        "Nothing was imported, because of " + input.shownName(),
        broken
            ? "Mend the records, or leave them out with --skip-broken."
            : "--on-different says what to do with sessions that differ.");
  }

  private boolean isRefused(ImportReport report) {
    return (report.brokenCount() > 0 && !skipBroken)
        || (!report.different().isEmpty() && different == Different.refuse);
  }

  private static ExitCode worse(ExitCode exitCode, ImportReport report) {
    boolean whole = report.brokenCount() == 0 && report.different().isEmpty();
    return whole ? exitCode : ExitCode.FINDINGS;
  }

  private ImportPrinter printer() {
    return new ImportPrinter(terminal(), json(), dryRun);
  }

  private ImportOptions options(Progress progress) {
    ImportOptions options =
        ImportOptions.defaults()
            .progress(progress)
            .onDifferent(OnDifferent.valueOf(different.name().toUpperCase(Locale.ROOT)));
    options = skipBroken ? options.skipBroken() : options;
    options = format == null ? options : options.format(format);
    return owner == null ? options : options.owner(owner);
  }
}
