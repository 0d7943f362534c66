package io.holdall.cli.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Output for programs: JSON documents, each on a line of its own. */
public final class JsonOutput {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonOutput() {}

  /** An object to be filled, which keeps the order of its fields. */
  public static Map<String, @Nullable Object> object() {
    return new LinkedHashMap<>();
  }

  /** Prints a document of maps, lists, texts, numbers, booleans and Jackson's trees. */
  public static void print(PrintStream out, Object document) {
    out.println(MAPPER.writeValueAsString(document));
  }
}
