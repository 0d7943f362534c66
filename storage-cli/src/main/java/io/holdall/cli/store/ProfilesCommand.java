package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Table;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.ProfileSummary;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.spi.BackendFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Lists profiles. */
@Command(
    name = "profiles",
    header = "List the profiles there are, and the backends.",
    description = "The one in use is marked. A profile that cannot be opened is a finding.",
    footerHeading = "%nExamples:%n",
    footer = {"  holdall profiles", "  holdall profiles --config /srv/holdall.conf --json"})
public final class ProfilesCommand extends HoldallCommand {
  /** In these surroundings. */
  public ProfilesCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Profiles profiles = store().profiles();
    List<ProfileSummary> all = profiles.list();
    if (json()) {
      all.forEach(profile -> printJson(asJson(profile)));
    } else {
      printProfiles(all);
      printBackends(profiles);
    }
    boolean sound = all.stream().allMatch(profile -> profile.problem().isEmpty());
    return sound && profiles.brokenBackends().isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private void printProfiles(List<ProfileSummary> profiles) {
    Table table = new Table("", "PROFILE", "BACKEND", "");
    for (ProfileSummary profile : profiles) {
      String said = profile.problem().map(Configuration::getMessage).orElse(profile.description());
      table.row(profile.selected() ? "*" : "", profile.name(), profile.type(), said);
    }
    table.print(terminal(), "");
  }

  private void printBackends(Profiles profiles) {
    print("");
    Table table = new Table("", "BACKEND", "");
    for (BackendFactory backend : profiles.backends()) {
      table.row("", backend.type(), backend.description());
    }
    table.print(terminal(), "");
    profiles
        .brokenBackends()
        .forEach(problem -> terminal().err().println(terminal().errStyle().yellow(problem)));
  }

  private static Map<String, @Nullable Object> asJson(ProfileSummary profile) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("profile", profile.name());
    object.put("type", profile.type());
    object.put("selected", profile.selected());
    object.put("description", profile.description());
    profile.problem().ifPresent(problem -> object.put("problem", problem.getMessage()));
    return object;
  }
}
