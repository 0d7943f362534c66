/**
 * JMH comparisons of the backends with the libraries below them, in the same run: the result is a
 * ratio, for absolute times differ from machine to machine. {@link
 * io.holdall.benchmarks.RatioTable} runs them and prints the table that is kept in {@code
 * docs/benchmarks.md}.
 */
@NullMarked
package io.holdall.benchmarks;

import org.jspecify.annotations.NullMarked;
