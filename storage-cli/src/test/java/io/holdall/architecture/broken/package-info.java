/** A house in which every rule is broken, as {@code HouseRulesTest} expects. */
@NullMarked
package io.holdall.architecture.broken;

import org.jspecify.annotations.NullMarked;
