package io.holdall.cli.terminal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command reads and prints, and what is known of it. Results go to {@link #out()}, anything
 * about the work, such as errors, questions and progress, to {@link #err()}; both are UTF-8.
 *
 * @param in standard input
 * @param out standard output; a failed write throws {@link OutputClosed}
 * @param err standard error
 * @param width the columns a line may have
 * @param interactiveIn whether a person types the input
 * @param interactiveOut whether a person sees the output
 * @param interactiveErr whether a person sees the errors
 * @param style how output is coloured
 * @param errStyle how errors are coloured
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    int width,
    boolean interactiveIn,
    boolean interactiveOut,
    boolean interactiveErr,
    Style style,
    Style errStyle) {

  /** The columns where there is no terminal to ask. */
  public static final int DEFAULT_WIDTH = 80;

  /** The property in which the launcher names those of 0, 1 and 2 that are terminals: "012". */
  private static final String INTERACTIVE = "holdall.terminals";

  /** The property in which the launcher says how wide the terminal is. */
  private static final String WIDTH = "holdall.columns";

  private static final int NARROWEST = 40;
  private static final int WIDEST = 500;

  /**
   * The terminal of this process, as the launcher describes it in system properties. The launcher
   * tells what is a terminal because {@link System#console()} cannot, and differs between JDKs.
   */
  public static Terminal ofProcess(Map<String, String> environment) {
    String terminals = System.getProperty(INTERACTIVE, "");
    return new Terminal(
        // Buffered, because a FileInputStream asks for its position, which a pipe has not.
        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
        printer(
            new CheckedOutput(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16))),
        printer(new FileOutputStream(FileDescriptor.err)),
        width(System.getProperty(WIDTH, "")),
        terminals.contains("0"),
        terminals.contains("1"),
        terminals.contains("2"),
        Style.of(terminals.contains("1"), environment),
        Style.of(terminals.contains("2"), environment));
  }

  /** A terminal that is none: for tests and for embedding; nobody types, nothing is coloured. */
  public static Terminal ofStreams(InputStream in, OutputStream out, OutputStream err, int width) {
    return new Terminal(
        in,
        printer(new CheckedOutput(out)),
        printer(err),
        width,
        false,
        false,
        false,
        Style.PLAIN,
        Style.PLAIN);
  }

  private static PrintStream printer(OutputStream stream) {
    return new PrintStream(stream, false, StandardCharsets.UTF_8);
  }

  private static int width(String columns) {
    if (!columns.matches("[0-9]{1,5}")) {
      return DEFAULT_WIDTH;
    }
    return Math.min(WIDEST, Math.max(NARROWEST, Integer.parseInt(columns)));
  }
}
