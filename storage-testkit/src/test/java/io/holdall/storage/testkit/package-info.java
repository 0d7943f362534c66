/** Tests of the kit: it passes on the reference backend and fails on broken ones. */
@NullMarked
package io.holdall.storage.testkit;

import org.jspecify.annotations.NullMarked;
