package io.holdall.storage.config;

import io.holdall.storage.config.PluginDefinition.Text;
import java.util.Optional;

/**
 * A profile as the files define it, before the environment changes it.
 *
 * @param description empty if none is given
 */
record ProfileDefinition(String name, Optional<Text> description, StackDefinition stack) {
  /** This profile with another stack. */
  ProfileDefinition with(StackDefinition other) {
    return new ProfileDefinition(name, description, other);
  }
}
