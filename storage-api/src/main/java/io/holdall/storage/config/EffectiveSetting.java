package io.holdall.storage.config;

/**
 * A setting as a profile has it in the end.
 *
 * @param name as it stands in the profile: {@code storage.type}, {@code storage.path}
 * @param value the text in effect, {@value #MASK} for a secret; a path is absolute
 * @param origin where it came from
 * @param secret whether the value is masked
 */
public record EffectiveSetting(String name, String value, Origin origin, boolean secret) {
  /** What stands for the value of a secret. */
  public static final String MASK = "********";
}
