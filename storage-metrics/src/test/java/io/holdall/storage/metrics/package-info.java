/** Tests of the metrics, alone and through the contract kit. */
@NullMarked
package io.holdall.storage.metrics;

import org.jspecify.annotations.NullMarked;
