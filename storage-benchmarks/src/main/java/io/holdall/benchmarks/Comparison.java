package io.holdall.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two benchmarks of one run whose ratio is promised.
 *
 * @param what what is compared
 * @param subject the benchmark of Holdall, {@code Class.method}, with {@code ?name=value} for a
 *     parameter
 * @param baseline the benchmark it is compared with
 * @param goal what the ratio has to keep
 */
record Comparison(String what, String subject, String baseline, Goal goal) {
  /**
   * A bound of a ratio.
   *
   * @param kind how the ratio is made
   * @param bound the bound
   */
  record Goal(Kind kind, double bound) {
    /** How a ratio is made and which way is good. */
    enum Kind {
      /** Time of the subject over time of the baseline, at most the bound. */
      TIME_AT_MOST,
      /** Throughput of the subject over that of the baseline, at least the bound. */
      THROUGHPUT_AT_LEAST,
      /** Time of the baseline over time of the subject, at least the bound. */
      TIMES_FASTER_AT_LEAST,
      /** Time of the subject in the benchmark's unit, at most the bound; no ratio at all. */
      SCORE_AT_MOST,
      /** Time of the subject less that of the baseline, in their unit, at most the bound. */
      DIFFERENCE_AT_MOST
    }

    double ratio(double subject, double baseline) {
      return switch (kind) {
        case TIME_AT_MOST, THROUGHPUT_AT_LEAST -> subject / baseline;
        case TIMES_FASTER_AT_LEAST -> baseline / subject;
        case SCORE_AT_MOST -> subject;
        case DIFFERENCE_AT_MOST -> subject - baseline;
      };
    }

    boolean isKept(double ratio) {
      return isUpperBound() ? ratio <= bound : ratio >= bound;
    }

    private boolean isUpperBound() {
      return switch (kind) {
        case TIME_AT_MOST, SCORE_AT_MOST, DIFFERENCE_AT_MOST -> true;
        case THROUGHPUT_AT_LEAST, TIMES_FASTER_AT_LEAST -> false;
      };
    }

    @Override
    public String toString() {
      String direction = isUpperBound() ? "at most" : "at least";
      return String.format(Locale.ROOT, "%s %.4g", direction, bound);
    }
  }

  static final List<Comparison> ALL =
      List.of(
          new Comparison(
              "SQLite: durable commit, 1 thread, time / hand-written JDBC",
              "SqliteWrites.commitHoldall",
              "SqliteWrites.commitJdbc",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.15)),
          new Comparison(
              "SQLite: durable commits, 16 threads, throughput / 16 JDBC connections",
              "SqliteWrites.commit16Holdall",
              "SqliteWrites.commit16Jdbc",
              new Goal(Goal.Kind.THROUGHPUT_AT_LEAST, 8)),
          new Comparison(
              "SQLite: point read, time / hand-written JDBC",
              "SqliteReads.pointHoldall",
              "SqliteReads.pointJdbc",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.2)),
          new Comparison(
              "SQLite: last 50 of 1,000 entries, time / raw query",
              "SqliteReads.last50Holdall",
              "SqliteReads.last50Jdbc",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.2)),
          new Comparison(
              "JSON: durable commit, 1 thread, time / bare append and force",
              "JsonWrites.commitHoldall",
              "JsonWrites.commitAppend",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.3)),
          new Comparison(
              "JSON: durable commits, 16 threads, throughput / RocksDB with sync",
              "JsonWrites.commit16Holdall",
              "JsonWrites.commit16Rocks",
              new Goal(Goal.Kind.THROUGHPUT_AT_LEAST, 1.3)),
          new Comparison(
              "Encryption: put of 1 KiB in memory, time / Tink by hand",
              "EncryptedValues.putHoldall",
              "EncryptedValues.putTink",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.3)),
          new Comparison(
              "Encryption: get of 1 KiB in memory, time / Tink by hand",
              "EncryptedValues.getHoldall",
              "EncryptedValues.getTink",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.3)),
          new Comparison(
              "Chronicle: point read, time / bare Chronicle Map",
              "ChronicleOperations.readHoldall",
              "ChronicleOperations.readRaw",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.5)),
          new Comparison(
              "Chronicle: point read of a session's message by its number, time / bare Chronicle"
                  + " Map",
              "ChronicleOperations.readMessageHoldall",
              "ChronicleOperations.readMessageRaw",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.5)),
          new Comparison(
              "Chronicle: point read, time / RocksDB",
              "ChronicleOperations.readHoldall",
              "ChronicleOperations.readRocks",
              new Goal(Goal.Kind.TIME_AT_MOST, 1)),
          new Comparison(
              "Chronicle: commit of one put, time / put into a bare Chronicle Map",
              "ChronicleOperations.commitHoldall",
              "ChronicleOperations.commitRaw",
              new Goal(Goal.Kind.TIME_AT_MOST, 2)),
          new Comparison(
              "Chronicle: commit of one put, time / RocksDB without sync",
              "ChronicleOperations.commitHoldall",
              "ChronicleOperations.commitRocks",
              new Goal(Goal.Kind.TIME_AT_MOST, 1)),
          new Comparison(
              "Conversations on SQLite: append to 10,000 messages, time / append to 10",
              "ConversationAppends.append?backend=sqlite&length=10000",
              "ConversationAppends.append?backend=sqlite&length=10",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.2)),
          new Comparison(
              "Conversations on JSON: append to 10,000 messages, time / append to 10",
              "ConversationAppends.append?backend=json&length=10000",
              "ConversationAppends.append?backend=json&length=10",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.2)),
          new Comparison(
              "Conversations: 1,000 durable appends one by one, times faster than Spring AI 2.0.0",
              "ThousandAppends.appendHoldall",
              "ThousandAppends.appendSpring",
              new Goal(Goal.Kind.TIMES_FASTER_AT_LEAST, 30)),
          new Comparison(
              "Conversations: 1,000 durable appends by 8 threads, times faster than Spring AI by"
                  + " one",
              "ThousandAppends.appendHoldallTogether",
              "ThousandAppends.appendSpring",
              new Goal(Goal.Kind.TIMES_FASTER_AT_LEAST, 30)),
          new Comparison(
              "S3: point read of 1 KiB at 20 ms a request, time / AWS SDK",
              "S3Requests.readHoldall",
              "S3Requests.readSdk",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.1)),
          new Comparison(
              "S3: point write of 1 KiB at 20 ms a request, time / AWS SDK",
              "S3Requests.writeHoldall",
              "S3Requests.writeSdk",
              new Goal(Goal.Kind.TIME_AT_MOST, 1.1)),
          new Comparison(
              "S3: session of 1,000 messages, milliseconds, 17.6 round trips of 20 (beside: the SDK"
                  + " by 64 threads)",
              "S3Requests.sessionHoldall",
              "S3Requests.scanSdk",
              new Goal(Goal.Kind.SCORE_AT_MOST, 352.5)),
          new Comparison(
              "S3: session of 1,000 messages, milliseconds, 17.6 round trips of 200 (beside: the"
                  + " SDK by 64 threads)",
              "S3Requests.sessionHoldall?latency=200",
              "S3Requests.scanSdk?latency=200",
              new Goal(Goal.Kind.SCORE_AT_MOST, 3_525)),
          new Comparison(
              "S3: scan of 1,000 entries, milliseconds, 17.6 round trips of 20 (beside: the SDK by"
                  + " 64 threads)",
              "S3Requests.scanHoldall",
              "S3Requests.scanSdk",
              new Goal(Goal.Kind.SCORE_AT_MOST, 352.5)),
          new Comparison(
              "Caching: a hit, microseconds (beside: the same read of memory without a cache)",
              "CachingReads.hit",
              "CachingReads.raw",
              new Goal(Goal.Kind.SCORE_AT_MOST, 0.5)),
          new Comparison(
              "Caching: a miss, microseconds more than the same read without a cache",
              "CachingReads.miss",
              "CachingReads.raw",
              new Goal(Goal.Kind.DIFFERENCE_AT_MOST, 1)));

  /** The method of a benchmark's name, {@code Class.method}. */
  static String method(String benchmark) {
    int query = benchmark.indexOf('?');
    return query < 0 ? benchmark : benchmark.substring(0, query);
  }

  /** The parameters of a benchmark's name. */
  static Map<String, String> parameters(String benchmark) {
    int query = benchmark.indexOf('?');
    Map<String, String> parameters = new java.util.TreeMap<>();
    if (query >= 0) {
      for (String pair : benchmark.substring(query + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return parameters;
  }
}
