package io.holdall.benchmarks;

import io.holdall.benchmarks.Comparison.Goal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every {@link Comparison} and prints one table in Markdown. Subject and baseline take turns,
 * round by round, each in a JVM of its own, and the medians are compared: what disturbs a machine
 * for a while then disturbs both.
 *
 * <p>Arguments: parts of names, to run only the comparisons that contain one of them; {@code
 * --rounds=N}, 5 by default. The exit code is 3 if a goal is missed.
 */
public final class RatioTable {
  private static final int MISSED = 3;
  private static final String ROUNDS = "--rounds=";

  private final int rounds;
  private final PrintStream progress;

  private RatioTable(int rounds, PrintStream progress) {
    this.rounds = rounds;
    this.progress = progress;
  }

  /** Prints the table on standard output, progress on standard error. */
  public static void main(String[] args) throws RunnerException {
    int rounds = 5;
    List<String> parts = new ArrayList<>();
    for (String arg : args) {
      if (arg.startsWith(ROUNDS)) {
        rounds = Integer.parseInt(arg.substring(ROUNDS.length()));
      } else {
        parts.add(arg.toLowerCase(Locale.ROOT));
      }
    }
    boolean allKept = new RatioTable(rounds, System.err).print(parts, System.out);
    System.exit(allKept ? 0 : MISSED);
  }

  private boolean print(List<String> parts, PrintStream out) throws RunnerException {
    List<String> rows = new ArrayList<>();
    boolean allKept = true;
    for (Comparison comparison : Comparison.ALL) {
      if (isChosen(comparison.what(), parts)) {
        allKept &= add(comparison, rows);
      }
    }
    allKept &=
        addOpening("JSON: open 1,000,000 entries with -Xmx250m", "JsonOpen", 3_000, parts, rows);
    allKept &= addOpening("Chronicle: open 1,000,000 entries", "ChronicleOpen", 5_000, parts, rows);
    out.println("| what | Holdall | baseline | ratio | goal | kept |");
    out.println("|---|---:|---:|---:|---|---|");
    rows.forEach(out::println);
    return allKept;
  }

  private boolean add(Comparison comparison, List<String> rows) throws RunnerException {
    double[] subject = new double[rounds];
    double[] baseline = new double[rounds];
    String unit = "";
    for (int round = 0; round < rounds; round++) {
      RunResult one = run(comparison.subject());
      RunResult other = run(comparison.baseline());
      subject[round] = one.getPrimaryResult().getScore();
      baseline[round] = other.getPrimaryResult().getScore();
      unit = one.getPrimaryResult().getScoreUnit();
      progress.printf(
          Locale.ROOT,
          "%s, round %d: %.4g and %.4g %s%n",
          comparison.what(),
          round + 1,
          subject[round],
          baseline[round],
          unit);
    }
    Goal goal = comparison.goal();
    double ratio = goal.ratio(median(subject), median(baseline));
    rows.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %.3g | %s | %s |",
            comparison.what(),
            amount(median(subject), unit),
            amount(median(baseline), unit),
            ratio,
            goal,
            goal.isKept(ratio) ? "yes" : "**no**"));
    return goal.isKept(ratio);
  }

  private boolean addOpening(
      String what, String benchmark, int limit, List<String> parts, List<String> rows)
      throws RunnerException {
    if (!isChosen(what, parts)) {
      return true;
    }
    double[] times = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      times[round] = run(benchmark + ".open").getPrimaryResult().getScore();
      progress.printf(Locale.ROOT, "%s, round %d: %.4g ms%n", what, round + 1, times[round]);
    }
    double time = median(times);
    rows.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | | | at most %,d ms | %s |",
            what,
            amount(time, "ms"),
            limit,
            time <= limit ? "yes" : "**no**"));
    return time <= limit;
  }

  private static RunResult run(String benchmark) throws RunnerException {
    String pattern = "\\." + Pattern.quote(Comparison.method(benchmark)) + "$";
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(2))
            .measurementIterations(3)
            .measurementTime(TimeValue.seconds(1));
    if (benchmark.contains("Open.")) {
      options.warmupIterations(0).measurementIterations(1);
    } else if (benchmark.startsWith("ThousandAppends")) {
      options.warmupIterations(5); // a thousand appends alone are run by the interpreter
    } else if (benchmark.startsWith("ChronicleOperations")) {
      options.warmupIterations(3); // until compilers leave the other core to what is measured
    }
    Comparison.parameters(benchmark).forEach(options::param);
    return new Runner(options.build()).runSingle();
  }

  private static boolean isChosen(String what, List<String> parts) {
    String name = what.toLowerCase(Locale.ROOT);
    return parts.isEmpty() || parts.stream().anyMatch(name::contains);
  }

  private static String amount(double score, String unit) {
    return String.format(Locale.ROOT, score < 100 ? "%.3g %s" : "%,.0f %s", score, unit);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
