/** Small runnable programs, one idea each, numbered in the order in which to read them. */
@NullMarked
package io.holdall.examples;

import org.jspecify.annotations.NullMarked;
