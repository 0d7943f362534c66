package io.holdall.cli.entry;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.entry.Listing.Item;
import io.holdall.cli.entry.Listing.Item.Single;
import io.holdall.cli.terminal.Text;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists keys. */
@Command(
    name = "ls",
    header = "List keys by segments, as a directory is listed.",
    description = "What lies deeper is one line with a slash at its end.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall ls                                    the collections",
      "  holdall ls conversations/trip-to-lisbon -l    with version, format and size",
      "  holdall ls settings --recursive --limit 20"
    })
public final class ListCommand extends HoldallCommand {
  private static final int TERMINAL_LIMIT = 1_000;
  private static final String LONG_LINE = "%-14s %-6s %10s  %s";

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      description = "Only what lies under this key; everything if not given.",
      converter = PrefixConverter.class)
  private @Nullable Key prefix;

  @Option(
      names = {"-r", "--recursive"},
      description = "Every entry, however deep it lies.")
  private boolean recursive;

  @Option(
      names = {"-l", "--long"},
      description = "With version, format and bytes.")
  private boolean detailed;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many lines; not given: 1000 on a terminal, else all.")
  private @Nullable Integer limit;

  @Option(
      names = "--after",
      paramLabel = "NAME",
      description = "Go on after this line of an earlier listing.")
  private @Nullable String after;

  private long shown;
  private @Nullable String last;
  private boolean more;

  /** In these surroundings. */
  public ListCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    long most = limit == null ? defaultLimit() : limit;
    if (most < 1) {
      throw usage("--limit must be at least 1");
    }
    try (Storage storage = store().openForReading()) {
      if (detailed && !json() && terminal().interactiveOut()) {
        print(terminal().style().dim(LONG_LINE.formatted("VERSION", "FORMAT", "BYTES", "KEY")));
      }
      if (prefix != null && after == null) {
        storage.get(prefix).ifPresent(entry -> visit(new Single(entry), most));
      }
      new Listing(storage, prefix, after, recursive, detailed).walk(item -> visit(item, most));
    }
    if (more) {
      terminal().err().println("There is more: --after '" + last + "', or a higher --limit");
    }
    return ExitCode.DONE;
  }

  private long defaultLimit() {
    return terminal().interactiveOut() && !json() ? TERMINAL_LIMIT : Long.MAX_VALUE;
  }

  private boolean visit(Item item, long most) {
    context().cancellation().checkpoint();
    if (shown == most) {
      more = true;
      return false;
    }
    shown++;
    last = item.name();
    if (json()) {
      printJson(asJson(item));
    } else {
      print(detailed ? detailedLine(item) : name(item));
    }
    return true;
  }

  private String detailedLine(Item item) {
    if (item instanceof Single single) {
      Entry entry = single.entry();
      return LONG_LINE.formatted(
          Text.cut(entry.version().text(), 14),
          EntryJson.format(entry.value()),
          entry.value().length(),
          name(item));
    }
    return LONG_LINE.formatted("", "", "", name(item));
  }

  private String name(Item item) {
    return item instanceof Single ? item.name() : terminal().style().cyan(item.name());
  }

  private static Map<String, @Nullable Object> asJson(Item item) {
    if (item instanceof Single single) {
      return EntryJson.of(single.entry());
    }
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("prefix", item.name());
    return object;
  }
}
