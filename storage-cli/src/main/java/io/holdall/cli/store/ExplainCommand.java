package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Table;
import io.holdall.storage.config.EffectiveSetting;
import io.holdall.storage.config.Explanation;
import io.holdall.storage.config.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains a profile. */
@Command(
    name = "explain",
    header = "Show every setting of a profile and where it came from.",
    description = "Secrets are masked.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall explain",
      "  HOLDALL_DB_PATH=/srv/chats.db holdall explain production_sqlite"
    })
public final class ExplainCommand extends HoldallCommand {
  @Parameters(
      paramLabel = "PROFILE",
      arity = "0..1",
      description = "Which profile; the one in use if not given.")
  private @Nullable String name;

  /** In these surroundings. */
  public ExplainCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    Profiles profiles = store().profiles();
    String wanted = name == null ? profiles.selected().name() : name;
    Explanation explanation = profiles.profile(wanted).explain();
    if (json()) {
      printJson(asJson(explanation));
    } else {
      print(explanation);
      if (wanted.equals(profiles.selected().name())) {
        print("");
        print(terminal().style().dim("in use: " + profiles.selected().origin()));
      }
    }
    return ExitCode.DONE;
  }

  private void print(Explanation explanation) {
    String description =
        explanation.description().isEmpty() ? "" : ": " + explanation.description();
    print(terminal().style().bold(explanation.profile()) + description);
    Table table = new Table("SETTING", "VALUE", "FROM");
    explanation.settings().forEach(s -> table.row(s.name(), s.value(), s.origin().toString()));
    table.print(terminal(), "  ");
    for (String variable : explanation.unusedVariables()) {
      terminal().err().println(variable + " is set but means nothing to this profile");
    }
  }

  private static Map<String, @Nullable Object> asJson(Explanation explanation) {
    List<Map<String, @Nullable Object>> settings = new ArrayList<>();
    for (EffectiveSetting setting : explanation.settings()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("name", setting.name());
      object.put("value", setting.value());
      object.put("from", setting.origin().toString());
      object.put("secret", setting.secret());
      settings.add(object);
    }
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("profile", explanation.profile());
    object.put("description", explanation.description());
    object.put("settings", settings);
    object.put("unusedVariables", explanation.unusedVariables());
    return object;
  }
}
