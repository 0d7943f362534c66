/** The examples, run one by one. */
@NullMarked
package io.holdall.examples;

import org.jspecify.annotations.NullMarked;
