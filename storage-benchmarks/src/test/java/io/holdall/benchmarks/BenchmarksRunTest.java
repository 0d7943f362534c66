package io.holdall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark of the table does its work once without an error; nothing is timed. */
class BenchmarksRunTest {
  static Stream<String> benchmarks() {
    return Comparison.ALL.stream()
        .flatMap(comparison -> Stream.of(comparison.subject(), comparison.baseline()))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void everyBenchmarkOfTheTableRunsOnce(String benchmark) throws RunnerException {
    assertThat(runOnce(benchmark)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JsonOpen", "ChronicleOpen"})
  void aSmallStoreIsOpened(String benchmark) throws RunnerException {
    assertThat(runOnce(benchmark + ".open?entries=1000")).hasSize(1);
  }

  private static Collection<RunResult> runOnce(String benchmark) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + Comparison.method(benchmark).replace(".", "\\.") + "$")
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(1)
            .forks(0)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    Comparison.parameters(benchmark).forEach(options::param);
    return new Runner(options.build()).run();
  }
}
