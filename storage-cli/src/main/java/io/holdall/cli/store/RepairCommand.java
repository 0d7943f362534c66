package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Progress;
import io.holdall.storage.config.Profile;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Salvages what is readable. */
@Command(
    name = "repair",
    header = "Salvage what is readable in a damaged store.",
    description = {
      "Says exactly what was lost (exit code 3 if anything was) and keeps the damaged files",
      "beside the repaired store. A store without damage is left as it is."
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
    if (json()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("dryRun", dryRun);
      object.put("entries", repair.entriesKept());
      object.put("lost", DamageReport.asJson(repair.lost()));
      object.put("damagedFilesKeptAt", repair.keptAt().isEmpty() ? null : repair.keptAt());
      printJson(object);
    } else {
      print(repair);
    }
    return repair.lost().isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private void print(Repair repair) {
    String entries = Figures.count(repair.entriesKept()) + " entries";
    if (repair.keptAt().isEmpty() && repair.lost().isEmpty()) {
      print("Nothing to repair: " + entries + ", all whole.");
      return;
    }
    print((dryRun ? "Would keep " : "Kept ") + entries + ".");
    if (repair.lost().isEmpty()) {
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
