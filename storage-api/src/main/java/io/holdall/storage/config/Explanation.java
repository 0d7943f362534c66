package io.holdall.storage.config;

import java.util.List;

/**
 * Every effective setting of a profile and where it came from, secrets masked.
 *
 * @param profile the name of the profile
 * @param description what it is for, empty text if it has none
 * @param settings in the order of the backend's documentation, {@code storage.type} first
 * @param unusedVariables environment variables that are set but mean nothing to this profile
 */
public record Explanation(
    String profile,
    String description,
    List<EffectiveSetting> settings,
    List<String> unusedVariables) {
  /** Copies the lists. */
  public Explanation {
    settings = List.copyOf(settings);
    unusedVariables = List.copyOf(unusedVariables);
  }

  /**
   * As text for people: the profile, then a line for each setting with its value and origin in
   * columns. Lines end with a line feed.
   */
  public String text() {
    StringBuilder text = new StringBuilder("profile ").append(profile);
    if (!description.isEmpty()) {
      text.append(": ").append(description);
    }
    text.append('\n');
    int names = settings.stream().mapToInt(s -> s.name().length()).max().orElse(0);
    int values = settings.stream().mapToInt(s -> s.value().length()).max().orElse(0);
    for (EffectiveSetting setting : settings) {
      text.append("  ")
          .append(padded(setting.name(), names))
          .append(" = ")
          .append(padded(setting.value(), values))
          .append("  # ")
          .append(setting.origin())
          .append('\n');
    }
    for (String variable : unusedVariables) {
      text.append("  # ").append(variable).append(" is set but not used by this profile\n");
    }
    return text.toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
