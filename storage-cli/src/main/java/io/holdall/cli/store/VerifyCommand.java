package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Progress;
import io.holdall.storage.config.Profile;
import io.holdall.storage.spi.StoreMaintenance.Verification;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Looks for damage. */
@Command(
    name = "verify",
    header = "Read everything that is stored and report damage.",
    description = {
      "Changes nothing and works beside a running application. Damage is a finding: exit code 3."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdall verify", "  holdall verify --profile production_sqlite --json"})
public final class VerifyCommand extends HoldallCommand {
  /** In these surroundings. */
  public VerifyCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    Profile profile = store().profile();
    Verification verification;
    try (Progress progress = progress("Verifying")) {
      verification = Maintenance.of(profile).verify(profile.settings(), progress);
    }
    if (json()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("sound", verification.isSound());
      object.put("entries", verification.entriesRead());
      object.put("damages", DamageReport.asJson(verification.damages()));
      printJson(object);
    } else {
      print(verification, profile);
    }
    return verification.isSound() ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private void print(Verification verification, Profile profile) {
    String read = Figures.count(verification.entriesRead(), "entry") + " read";
    if (verification.isSound()) {
      print(terminal().style().green("Sound: ") + read + ", no damage.");
      return;
    }
    print(
        terminal().style().red(Figures.count(verification.damages().size(), "damaged place"))
            + ", "
            + read
            + " and whole:");
    verification.damages().forEach(damage -> print("  " + DamageReport.line(damage)));
    print(
        "'holdall repair --profile " + profile.name() + " --dry-run' shows what can be salvaged.");
  }
}
