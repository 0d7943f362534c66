package io.holdall.cli;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.conversation.AppendCommand;
import io.holdall.cli.conversation.DeleteSessionCommand;
import io.holdall.cli.conversation.ExportCommand;
import io.holdall.cli.conversation.ImportCommand;
import io.holdall.cli.conversation.SessionsCommand;
import io.holdall.cli.conversation.ShowCommand;
import io.holdall.cli.demo.DemoCommand;
import io.holdall.cli.encryption.KeysCommand;
import io.holdall.cli.encryption.RekeyCommand;
import io.holdall.cli.entry.GetCommand;
import io.holdall.cli.entry.ListCommand;
import io.holdall.cli.entry.PutCommand;
import io.holdall.cli.entry.RemoveCommand;
import io.holdall.cli.store.CopyCommand;
import io.holdall.cli.store.ExplainCommand;
import io.holdall.cli.store.ProfilesCommand;
import io.holdall.cli.store.QueryCommand;
import io.holdall.cli.store.RepairCommand;
import io.holdall.cli.store.StatsCommand;
import io.holdall.cli.store.VerifyCommand;
import java.util.List;

/** All commands, in the order in which help lists them. */
final class Commands {
  private Commands() {}

  static List<HoldallCommand> all(CommandContext context) {
    return List.of(
        new DemoCommand(context),
        new ImportCommand(context),
        new ExportCommand(context),
        new SessionsCommand(context),
        new ShowCommand(context),
        new AppendCommand(context),
        new DeleteSessionCommand(context),
        new ProfilesCommand(context),
        new ExplainCommand(context),
        new CopyCommand(context),
        new StatsCommand(context),
        new VerifyCommand(context),
        new RepairCommand(context),
        new QueryCommand(context),
        new KeysCommand(context),
        new RekeyCommand(context),
        new ListCommand(context),
        new GetCommand(context),
        new PutCommand(context),
        new RemoveCommand(context),
        new CompletionCommand(context),
        new HelpCommand(context));
  }
}
