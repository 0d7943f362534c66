package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Table;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.ProfileSummary;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.spi.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Lists profiles. */
@Command(
    name = "profiles",
    header = "List the profiles there are, the backends and the decorators.",
    description = "The one in use is marked. A profile that cannot be opened is a finding.",
    footerHeading = "%nExamples:%n",
    footer = {"  holdall profiles", "  holdall profiles --config /srv/holdall.conf --json"})
public final class ProfilesCommand extends HoldallCommand {
  /** In these surroundings. */
  public ProfilesCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    Profiles profiles = store().profiles();
    List<ProfileSummary> all = profiles.list();
    if (json()) {
      all.forEach(profile -> printJson(asJson(profile)));
    } else {
      printProfiles(all);
      printPlugins("BACKEND", profiles.backends(), profiles.brokenBackends());
      printPlugins("DECORATOR", profiles.decorators(), profiles.brokenDecorators());
    }
    boolean sound =
        all.stream().allMatch(profile -> profile.problem().isEmpty())
            && profiles.brokenBackends().isEmpty()
            && profiles.brokenDecorators().isEmpty();
    return sound ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private void printProfiles(List<ProfileSummary> profiles) {
    Table table = new Table("", "PROFILE", "STACK", "");
    for (ProfileSummary profile : profiles) {
      String said = profile.problem().map(Configuration::getMessage).orElse(described(profile));
      table.row(profile.selected() ? "*" : "", profile.name(), stack(profile), said);
    }
    table.print(terminal(), "");
  }

  private static String described(ProfileSummary profile) {
    return profile.needs().isEmpty()
        ? profile.description()
        : profile.description() + "; needs " + profile.needs();
  }

  /** The backend first, then what stands around it. */
  private static String stack(ProfileSummary profile) {
    List<String> layers = new ArrayList<>(profile.decorators());
    layers.add(0, profile.type());
    return String.join(" < ", layers);
  }

  private void printPlugins(String title, List<? extends Plugin> plugins, List<String> broken) {
    print("");
    Table table = new Table("", title, "");
    for (Plugin plugin : plugins) {
      table.row("", plugin.type(), plugin.description());
    }
    table.print(terminal(), "");
    broken.forEach(problem -> terminal().err().println(terminal().errStyle().yellow(problem)));
  }

  private static Map<String, @Nullable Object> asJson(ProfileSummary profile) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("profile", profile.name());
    object.put("type", profile.type());
    object.put("decorators", profile.decorators());
    object.put("selected", profile.selected());
    object.put("description", profile.description());
    if (!profile.needs().isEmpty()) {
      object.put("needs", profile.needs());
    }
    profile.problem().ifPresent(problem -> object.put("problem", problem.getMessage()));
    return object;
  }
}
