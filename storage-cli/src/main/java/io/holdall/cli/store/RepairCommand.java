package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Progress;
import io.holdall.cli.terminal.Text;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.config.Profile;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Salvages what is readable. */
@Command(
    name = "repair",
    header = "Salvage what is readable in a damaged store.",
    description = {
      "Says exactly what was lost (exit code 3 if anything was) and keeps the damaged files",
      "beside the repaired store. Then counts and lists the sessions anew. A store without",
      "damage is left as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdall repair --dry-run", "  holdall repair --profile production_sqlite"})
public final class RepairCommand extends HoldallCommand {
  @Option(names = "--dry-run", description = "Say what would be done and lost; change nothing.")
  private boolean dryRun;

  /** In these surroundings. */
  public RepairCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    Profile profile = store().profile();
    Repair repair;
    try (Progress progress = progress(dryRun ? "Looking" : "Repairing")) {
      repair = Maintenance.of(profile).repair(profile.settings(), dryRun, progress);
    }
    Optional<Long> sessions =
        dryRun || repair.keptAt().isEmpty() ? Optional.empty() : broughtInOrder(profile);
    if (json()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("dryRun", dryRun);
      object.put("entries", repair.entriesKept());
      object.put("lost", DamageReport.asJson(repair.lost()));
      object.put("damagedFilesKeptAt", repair.keptAt().isEmpty() ? null : repair.keptAt());
      printJson(object);
    } else {
      print(repair);
      sessions.map(BroughtInOrder::line).ifPresent(this::print);
    }
    return repair.lost().isEmpty() && !isHopeless(repair) ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  /** A file of which nothing could be read does not tell what it held either. */
  private static boolean isHopeless(Repair repair) {
    return !repair.keptAt().isEmpty() && repair.lost().isEmpty() && repair.entriesKept() == 0;
  }

  /** The repaired files are whole whatever happens here, so it is no failure of the repair. */
  private Optional<Long> broughtInOrder(Profile profile) {
    try (Storage storage = profile.open()) {
      return BroughtInOrder.in(storage);
    } catch (StorageException e) {
      terminal().err().println("Sessions could not be counted anew: " + Text.oneLine(e.text()));
      return Optional.empty();
    }
  }

  private void print(Repair repair) {
    String entries = Figures.count(repair.entriesKept(), "entry");
    if (repair.keptAt().isEmpty() && repair.lost().isEmpty()) {
      print("Nothing to repair: " + entries + ", all whole.");
      return;
    }
    print((dryRun ? "Would keep " : "Kept ") + entries + ".");
    if (isHopeless(repair)) {
      print(terminal().style().red("Nothing could be read, so nobody can say what is lost."));
    } else if (repair.lost().isEmpty()) {
      print("Nothing is lost.");
    } else {
      print(terminal().style().red(dryRun ? "Would be lost:" : "Lost:"));
      repair.lost().forEach(damage -> print("  " + DamageReport.line(damage)));
    }
    if (!repair.keptAt().isEmpty()) {
      print(
          (dryRun ? "The damaged files would be kept at " : "The damaged files are kept at ")
              + repair.keptAt());
    }
  }
}
