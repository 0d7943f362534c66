package io.holdall.cli.command;

import io.holdall.storage.Principal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, written before or after its name. */
public final class CommonOptions {
  @Option(
      names = {"-p", "--profile"},
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Which profile to use; else HOLDALL_PROFILE, else development.")
  private @Nullable String profile;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The file of profiles; else HOLDALL_CONFIG, else holdall.conf here.")
  private @Nullable Path config;

  @Option(
      names = "--as",
      paramLabel = "PRINCIPAL",
      scope = ScopeType.INHERIT,
      description = "As whom to use a store with access control.")
  private @Nullable String principal;

  @Option(
      names = "--as-role",
      paramLabel = "ROLE",
      scope = ScopeType.INHERIT,
      description = "A role that --as has; may be given several times.")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON for programs, errors too.")
  private boolean json;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces with errors.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  @SuppressWarnings("UnusedVariable") // picocli prints the help; it needs a field to see the option
  private boolean help;

  /** The profile named on the command line. */
  public Optional<String> profile() {
    return Optional.ofNullable(profile);
  }

  /** The file of profiles named on the command line. */
  public Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  /** As whom to use the store. */
  public Optional<Principal> principal() {
    return Optional.ofNullable(principal)
        .map(name -> Principal.of(name, roles.toArray(String[]::new)));
  }

  /** Whether there are roles and nobody to have them. */
  boolean hasRolesOfNobody() {
    return principal == null && !roles.isEmpty();
  }

  /** Whether output is for programs. */
  public boolean json() {
    return json;
  }

  /** Whether errors come with their stack traces. */
  public boolean debug() {
    return debug;
  }
}
