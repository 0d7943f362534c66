package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.Consent;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Progress;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.config.Profile;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.migration.Comparison;
import io.holdall.storage.migration.ConflictPolicy;
import io.holdall.storage.migration.Copier;
import io.holdall.storage.migration.CopyResult;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies a store. */
@Command(
    name = "copy",
    header = "Copy every entry to the store of another profile and verify it.",
    description = {
      "What is in the target stays, unless --on-conflict overwrite, which asks on a terminal.",
      "Differences that remain are findings: exit code 3.",
      "When it was interrupted, repeat the command: it goes on where it stopped."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall copy --to production_sqlite",
      "  holdall copy --profile production_sqlite --to archive --on-conflict overwrite"
    })
public final class CopyCommand extends HoldallCommand {
  private static final int MOST_SHOWN = 20;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PROFILE",
      description = "The profile to copy to.")
  private @Nullable String to;

  @Option(
      names = "--on-conflict",
      paramLabel = "fail|skip|overwrite",
      defaultValue = "fail",
      description = "What to do with entries that differ in the target; ${DEFAULT-VALUE}.")
  private OnConflict onConflict = OnConflict.fail;

  @Option(names = "--dry-run", description = "Compare the two stores; change nothing.")
  private boolean dryRun;

  @Mixin private final Consent consent = new Consent();

  /** What to do with entries that differ. */
  enum OnConflict {
    fail,
    skip,
    overwrite
  }

  /** In these surroundings. */
  public CopyCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    Profiles profiles = store().profiles();
    Profile source = profiles.profile(profiles.selected().name());
    Profile target = profiles.profile(given(to));
    if (isSameStore(source, target)) {
      throw usage("'" + source.name() + "' and '" + target.name() + "' are the same store");
    }
    if (!dryRun && onConflict == OnConflict.overwrite && !mayOverwrite(target, source)) {
      return ExitCode.FAILED;
    }
    try (Storage from = store().openForReading(source, target);
        Storage into =
            dryRun ? store().openOrEmpty(target, source) : store().openForWriting(target, source);
        Progress progress = new Progress(terminal(), dryRun ? "Comparing" : "Copying", () -> {})) {
      Copier copier =
          Copier.from(from)
              .to(into)
              .name(source.name() + " to " + target.name())
              .onConflict(ConflictPolicy.valueOf(onConflict.name().toUpperCase(Locale.ROOT)))
              .progress(progress);
      return dryRun ? compare(copier, progress) : copy(copier, into, progress);
    } catch (Conflict e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "The target has another value for " + e.key().orElse("an entry"),
          "--on-conflict skip or overwrite decides; entries before it are copied already.",
          e);
    }
  }

  /** Asked while no store is open, so that the person may take any time, or press Ctrl-C. */
  private boolean mayOverwrite(Profile target, Profile source) throws IOException {
    if (!consent.isAsked(context())) {
      return true;
    }
    try (Storage into = store().openOrEmpty(target, source)) {
      if (into.keys(Scan.all().limit(1)).findAny().isEmpty()) {
        return true;
      }
    }
    return consent.given(
        context(), "Overwrite what differs in the store of '" + target.name() + "'");
  }

  private static boolean isSameStore(Profile source, Profile target) {
    return source.type().equals(target.type()) && path(source).equals(path(target));
  }

  private static Optional<String> path(Profile profile) {
    boolean known = profile.factory().settings().stream().anyMatch(s -> s.name().equals("path"));
    return known
        ? Optional.of(profile.settings().path("path").toString())
        : Optional.of(profile.name());
  }

  private ExitCode compare(Copier copier, Progress progress) {
    Comparison comparison = copier.dryRun();
    progress.close();
    if (!comparison.complete()) {
      context().cancellation().checkpoint();
    }
    if (json()) {
      printJson(asJson(comparison));
    } else {
      print(intention(comparison));
      printComparison(comparison);
    }
    return comparison.different() + comparison.extra() == 0 ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private String intention(Comparison comparison) {
    long different = comparison.different();
    String copied = Figures.count(comparison.missing(), "entry") + " would be copied";
    if (different == 0) {
      return copied + ".";
    }
    return switch (onConflict) {
      case fail ->
          copied + ", up to the first of " + different + " that differ; --on-conflict decides.";
      case skip -> copied + ", and " + different + " that differ left as they are.";
      case overwrite -> copied + ", and " + different + " that differ overwritten.";
    };
  }

  private ExitCode copy(Copier copier, Storage into, Progress progress) {
    CopyResult result = copier.run();
    progress.close();
    if (!result.complete()) {
      throw new CommandFailure(
          ExitCode.INTERRUPTED,
          "Interrupted after "
              + Figures.count(result.copied(), "entry")
              + "; both stores are whole",
          "Repeat the command: it goes on where it stopped.");
    }
    boolean mixed = onConflict != OnConflict.fail && !result.isExact();
    Optional<Long> sessions = mixed ? BroughtInOrder.in(into) : Optional.empty();
    if (json()) {
      printJson(asJson(result));
    } else {
      print(result);
      sessions.map(BroughtInOrder::line).ifPresent(this::print);
    }
    return result.isExact() ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private void print(CopyResult result) {
    print(
        "Copied %s (%s) in %s%s%s."
            .formatted(
                Figures.count(result.copied(), "entry"),
                Figures.bytes(result.copiedBytes()),
                Figures.time(result.duration()),
                result.resumed() ? ", going on where it had stopped" : "",
                result.alreadyThere() == 0
                    ? ""
                    : "; " + Figures.count(result.alreadyThere()) + " were there already"));
    printComparison(result.verification());
  }

  private void printComparison(Comparison comparison) {
    print(
        "Compared: %s identical, %s missing, %s different, %s only in the target."
            .formatted(
                Figures.count(comparison.identical()),
                Figures.count(comparison.missing()),
                Figures.count(comparison.different()),
                Figures.count(comparison.extra())));
    comparison.differences().stream()
        .limit(MOST_SHOWN)
        .forEach(d -> print("  " + d.kind().name().toLowerCase(Locale.ROOT) + "  " + d.key()));
    if (comparison.differences().size() > MOST_SHOWN) {
      print("  … --json lists more");
    }
  }

  private static Map<String, @Nullable Object> asJson(CopyResult result) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("copied", result.copied());
    object.put("copiedBytes", result.copiedBytes());
    object.put("alreadyThere", result.alreadyThere());
    object.put("skipped", result.skipped());
    object.put("resumed", result.resumed());
    object.put("exact", result.isExact());
    object.put("millis", result.duration().toMillis());
    object.put("verification", asJson(result.verification()));
    return object;
  }

  private static Map<String, @Nullable Object> asJson(Comparison comparison) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("identical", comparison.identical());
    object.put("missing", comparison.missing());
    object.put("different", comparison.different());
    object.put("extra", comparison.extra());
    object.put(
        "differences",
        comparison.differences().stream()
            .map(
                d ->
                    Map.of(
                        "kind", d.kind().name().toLowerCase(Locale.ROOT), "key", d.key().encoded()))
            .toList());
    return object;
  }
}
