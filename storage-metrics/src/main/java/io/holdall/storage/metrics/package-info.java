/** How often calls are made, how long they take and how they fail, told to Micrometer. */
@NullMarked
package io.holdall.storage.metrics;

import org.jspecify.annotations.NullMarked;
