package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import java.util.List;
import java.util.Optional;

/**
 * A profile in a list, whether it is fit to be opened or not.
 *
 * @param name the name under which it is selected
 * @param description what it is for, empty text if it does not say or cannot be read
 * @param type the type of its backend, empty text if it cannot be read
 * @param decorators the types of the decorators around it, innermost first
 * @param selected whether it is the one that is opened when none is named
 * @param needs the environment variable that must be set before it can be opened; empty text if it
 *     waits for none. Only a built-in profile that is not selected may wait, and is no worse for it
 * @param problem why it cannot be opened; empty if nothing is known against it
 */
public record ProfileSummary(
    String name,
    String description,
    String type,
    List<String> decorators,
    boolean selected,
    String needs,
    Optional<Configuration> problem) {
  /** Copies the list. */
  public ProfileSummary {
    decorators = List.copyOf(decorators);
  }
}
