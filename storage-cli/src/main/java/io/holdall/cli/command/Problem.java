package io.holdall.cli.command;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageException.Unsupported;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An error as a person gets to read it.
 *
 * @param kind a word for programs, the exception's class
 * @param text what happened, in one line, without stored data
 * @param advice what to do, in one line
 * @param attributes the circumstances, for programs
 * @param exitCode how the process ends
 */
public record Problem(
    String kind, String text, String advice, Map<String, String> attributes, ExitCode exitCode) {

  private static final String SEE_DEBUG =
      "This should not happen. Run it again with --debug and report what it prints.";

  private static final String CHECK_FILE =
      "Check its name, who may use it and the room on the disk, then repeat the command.";

  /** Known to whoever typed the command, or told by the exit code; programs get them all. */
  private static final Set<String> UNTOLD = Set.of("backend", "operation", "profile", "reason");

  /** Said by some texts themselves. */
  private static final Set<String> NAMED_IN_TEXTS = Set.of("setting", "variable", "decorator");

  /** What to say of an exception. */
  static Problem of(Throwable thrown) {
    if (thrown instanceof StorageException e) {
      return ofStorage(e);
    }
    if (thrown instanceof CommandFailure e) {
      return of(e, String.valueOf(e.getMessage()), e.advice(), e.exitCode());
    }
    if (thrown instanceof PartlyDone e) {
      return e.problem();
    }
    if (thrown instanceof Cancellation.Cancelled e) {
      return of(
          e, "Interrupted", "The store was closed properly. Repeat it.", ExitCode.INTERRUPTED);
    }
    if (thrown instanceof UncheckedIOException e && e.getCause() != null) {
      return ofFile(e.getCause());
    }
    if (thrown instanceof IOException e) {
      return ofFile(e);
    }
    if (thrown instanceof OutOfMemoryError e) {
      return of(
          e,
          "The memory does not suffice",
          "Give it more: HOLDALL_JAVA_OPTS=-Xmx2g",
          ExitCode.FAILED);
    }
    if (thrown instanceof LinkageError e) {
      return of(
          e,
          "A part of the program is missing or does not fit: " + e.getMessage(),
          "Remove target/launcher where ./holdall lies; it is then built again.",
          ExitCode.FAILED);
    }
    return of(
        thrown,
        "Unexpected error: " + thrown.getClass().getSimpleName(),
        SEE_DEBUG,
        ExitCode.FAILED);
  }

  private static Problem ofStorage(StorageException e) {
    String reason = e.attribute("reason").orElse("");
    ExitCode exitCode =
        e instanceof Unavailable && reason.equals("not-found")
            ? ExitCode.NOT_FOUND
            : e instanceof Unavailable && reason.equals("locked")
                ? ExitCode.LOCKED
                : e instanceof Configuration || e instanceof InvalidArgument
                    ? ExitCode.USAGE
                    : ExitCode.FAILED;
    return new Problem(
        e.getClass().getSimpleName(), text(e), advice(e, exitCode), e.attributes(), exitCode);
  }

  /** The text with those circumstances that a person can do something with. */
  private static String text(StorageException e) {
    String told =
        e.attributes().entrySet().stream()
            .filter(attribute -> !isTold(e, attribute.getKey(), attribute.getValue()))
            .sorted(Map.Entry.comparingByKey())
            .map(attribute -> attribute.getKey() + " " + attribute.getValue())
            .collect(Collectors.joining(", "));
    return told.isEmpty() ? e.text() : e.text() + " (" + told + ")";
  }

  /** Whether a person knows a circumstance anyway, by the command or by the text. */
  private static boolean isTold(StorageException e, String name, String value) {
    return UNTOLD.contains(name) || (NAMED_IN_TEXTS.contains(name) && e.text().contains(value));
  }

  private static String advice(StorageException e, ExitCode exitCode) {
    Optional<String> ofService = adviceOnService(e);
    if (ofService.isPresent()) {
      return ofService.get();
    }
    if (exitCode == ExitCode.NOT_FOUND) {
      return "'holdall import FILE' makes a store; --profile and --config choose another one.";
    }
    if (exitCode == ExitCode.LOCKED) {
      return "End that program or wait for it; commands that only read work beside it.";
    }
    if (e.attribute("reason").orElse("").equals("native-library")) {
      return "For this program: HOLDALL_JAVA_OPTS=-Dorg.sqlite.tmpdir=DIRECTORY";
    }
    if (e instanceof Configuration) {
      return adviceOnConfiguration(e);
    }
    if (e.attribute("formats").isPresent()) {
      return "--format says which of them it has; docs/conversations.md describes them.";
    }
    if (e instanceof InvalidArgument) {
      return "Correct the command and repeat it.";
    }
    if (e instanceof Conflict) {
      return "Someone else changed it: look at it again, then decide.";
    }
    if (e instanceof Corrupt) {
      return "'holdall verify' lists all damage, 'holdall repair --dry-run' what can be saved.";
    }
    if (e instanceof LimitExceeded) {
      return "Make room or raise the limit in the profile; nothing was written.";
    }
    if (e instanceof OutcomeUnknown) {
      return "Look whether it is there before you repeat it.";
    }
    if (e instanceof Unavailable && e.getCause() instanceof IOException) {
      return CHECK_FILE;
    }
    if (e instanceof Unavailable) {
      return "Nothing was written; try again.";
    }
    if (e instanceof Unsupported) {
      return "'holdall profiles' lists the profiles there are; another backend may do it.";
    }
    if (e instanceof Closed) {
      return SEE_DEBUG;
    }
    if (e.attribute("key-id").isPresent()) {
      return "Use the keyset that has this key: 'holdall keys list FILE' shows what a keyset has.";
    }
    return adviceOnAccess(e.attribute("reason").orElse(""));
  }

  /** Commands that read the profiles are of no use to whoever has profiles that cannot be read. */
  private static String adviceOnConfiguration(StorageException e) {
    if (e.attribute("key-id").isPresent()) {
      return "'holdall keys list FILE' shows which keys there are.";
    }
    if (e.attribute("line").isPresent() || e.attribute("setting").isPresent()) {
      return "Correct it there; docs/profiles.md says what a profile may have.";
    }
    if (e.attribute("file").isPresent()) {
      return "Check that file, or name another one.";
    }
    return "'holdall profiles' lists the profiles, 'holdall explain NAME' all settings of one.";
  }

  /** Of what a service far away has answered, or has not. */
  private static Optional<String> adviceOnService(StorageException e) {
    boolean answered = e.attribute("status").isPresent();
    if (e instanceof AccessDenied && answered) {
      return Optional.of("Check the credentials, and what they may do: 'holdall explain'.");
    }
    if (e instanceof Unavailable && answered) {
      return Optional.of("Check its name, and the endpoint: 'holdall explain' shows both.");
    }
    if (e instanceof Unavailable && e.attribute("attempts").isPresent()) {
      return Optional.of(
          "Nothing was written. Check network and endpoint ('holdall explain'), and try again.");
    }
    return Optional.empty();
  }

  private static String adviceOnAccess(String reason) {
    return switch (reason) {
      case "query" -> "'holdall put', 'rm', 'append' and 'import' change a store.";
      case "policy" -> "The rules in the profile say who may; --as says as whom.";
      case "read-only" -> "'holdall explain' shows where the profile says read-only.";
      default -> "Check who may read and write the store's files.";
    };
  }

  private static Problem ofFile(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return of(
          e,
          "There is no file " + missing.getFile(),
          "Check the name; it is relative to the directory you are in.",
          ExitCode.FAILED);
    }
    if (e instanceof AccessDeniedException denied) {
      return of(
          e,
          "No permission for " + denied.getFile(),
          "Check who may read and write it.",
          ExitCode.FAILED);
    }
    if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return of(e, failed.getFile() + ": " + failed.getReason(), CHECK_FILE, ExitCode.FAILED);
    }
    return of(e, "Input or output failed: " + e.getMessage(), CHECK_FILE, ExitCode.FAILED);
  }

  private static Problem of(Throwable e, String text, String advice, ExitCode exitCode) {
    return new Problem(e.getClass().getSimpleName(), text, advice, Map.of(), exitCode);
  }
}
