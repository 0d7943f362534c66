/** Profiles: named compositions of a backend and its decorators, chosen at run time. */
@NullMarked
package io.holdall.storage.config;

import org.jspecify.annotations.NullMarked;
