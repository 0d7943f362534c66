package io.holdall.cli.conversation;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.models.conversations.Appended;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.json.JsonObject;
import io.holdall.storage.Storage;
import io.holdall.storage.spi.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Appends a message. */
@Command(
    name = "append",
    header = "Append a message to a conversation and print its sequence.",
    description = {
      "The conversation begins with it if there is none of this name.",
      "A role that is not one of a chat is refused, for it is most likely mistyped."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall append trip-to-lisbon --role user \"Is breakfast included?\"",
      "  holdall append trip-to-lisbon --role assistant - < answer.txt",
      "  holdall append trip-to-lisbon --role critic --any-role \"Too long.\""
    })
public final class AppendCommand extends HoldallCommand {
  /** Those of the OpenAI chat API, today's and former ones. */
  private static final List<String> ROLES =
      List.of("user", "assistant", "system", "developer", "tool", "function");

  @Parameters(index = "0", paramLabel = "SESSION", description = "Which conversation.")
  private @Nullable String session;

  @Parameters(
      index = "1",
      paramLabel = "TEXT",
      description = "What is said; - reads it from standard input.")
  private @Nullable String text;

  @Option(
      names = {"-r", "--role"},
      paramLabel = "ROLE",
      defaultValue = "user",
      description =
          "Who says it: user, assistant, system, developer, tool, function; ${DEFAULT-VALUE}.")
  private String role = "user";

  @Option(names = "--any-role", description = "Take the role whatever it is.")
  private boolean anyRole;

  @Option(
      names = "--tool-call-id",
      paramLabel = "ID",
      description = "Which call of a tool this is the result of.")
  private @Nullable String toolCallId;

  /** In these surroundings. */
  public AppendCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    Message message = message();
    try (Storage storage = store().openForWriting()) {
      Appended appended = Conversations.in(storage).append(given(session), message);
      if (json()) {
        Map<String, @Nullable Object> object = JsonOutput.object();
        object.put("session", given(session));
        object.put("sequence", appended.first());
        object.put("time", appended.time().toString());
        printJson(object);
      } else {
        print(Long.toString(appended.first()));
      }
    }
    return ExitCode.DONE;
  }

  private Message message() throws IOException {
    requireRole();
    JsonObject json = JsonObject.empty().with("role", role);
    if (toolCallId != null) {
      json = json.with("tool_call_id", toolCallId);
    }
    String said = given(text);
    return Message.of(json.with("content", said.equals("-") ? typed() : said));
  }

  private void requireRole() {
    if (role.isEmpty()) {
      throw usage("--role is empty");
    }
    if (!anyRole && !ROLES.contains(role)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Unknown role '%s'%s".formatted(role, Nearest.hint(role, ROLES)),
          "If it is meant, add --any-role. Nothing was appended.");
    }
  }

  private String typed() throws IOException {
    byte[] bytes = context().cancellation().whileIdle(() -> terminal().in().readAllBytes());
    return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
  }
}
