package io.holdall.cli;

import io.holdall.cli.command.Cancellation;
import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommonOptions;
import io.holdall.cli.terminal.Terminal;
import io.holdall.storage.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command that was run, and what came of it.
 *
 * @param exitCode how it ended
 * @param output what it printed on standard output
 * @param err what it printed on standard error
 */
record CommandRun(int exitCode, Value output, String err) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  String out() {
    return output.text();
  }

  byte[] outBytes() {
    return output.bytes();
  }

  List<String> lines() {
    return out().lines().toList();
  }

  /** Standard output as one JSON document. */
  JsonNode json() {
    return MAPPER.readTree(out());
  }

  /** Standard output as JSON documents, a line each. */
  List<JsonNode> jsonLines() {
    return out().lines().map(MAPPER::readTree).toList();
  }

  /** The error on standard error as JSON. */
  JsonNode jsonError() {
    return MAPPER.readTree(err).get("error");
  }

  /** Stores of the built-in profiles below a directory, for commands to work on. */
  record Stores(Path directory, String profile, Map<String, String> more) {
    static Stores in(Path directory) {
      return new Stores(directory, "development", Map.of());
    }

    Stores with(String otherProfile) {
      return new Stores(directory, otherProfile, more);
    }

    /** With further environment variables. */
    Stores with(Map<String, String> variables) {
      Map<String, String> all = new HashMap<>(more);
      all.putAll(variables);
      return new Stores(directory, profile, Map.copyOf(all));
    }

    Path json() {
      return directory.resolve("store");
    }

    Path sqlite() {
      return directory.resolve("store.db");
    }

    Map<String, String> environment() {
      Map<String, String> variables = new HashMap<>(more);
      variables.put("HOLDALL_PROFILE", profile);
      variables.put("HOLDALL_JSON_PATH", json().toString());
      variables.put("HOLDALL_SQLITE_PATH", sqlite().toString());
      return variables;
    }

    CommandRun run(String... args) {
      return runWith("", args);
    }

    CommandRun runWith(String input, String... args) {
      return runWith(new Cancellation(), input, args);
    }

    /** As a person runs it who types this. */
    CommandRun runOnTerminal(String typed, String... args) {
      return run(new Cancellation(), typed, true, args);
    }

    CommandRun runWith(Cancellation cancellation, String input, String... args) {
      return run(cancellation, input, false, args);
    }

    private CommandRun run(Cancellation cancellation, String input, boolean typed, String... args) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Terminal streams =
          Terminal.ofStreams(
              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, 80);
      Terminal terminal =
          new Terminal(
              streams.in(),
              streams.out(),
              streams.err(),
              streams.width(),
              typed,
              false,
              false,
              streams.style(),
              streams.errStyle());
      CommandContext context =
          new CommandContext(terminal, environment(), cancellation, new CommonOptions());
      int exitCode = CommandLines.execute(context, args);
      return new CommandRun(
          exitCode, Value.binary(out.toByteArray()), err.toString(StandardCharsets.UTF_8));
    }
  }
}
