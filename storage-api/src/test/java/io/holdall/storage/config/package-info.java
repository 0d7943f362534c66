/** Tests of profiles, with backends that stand in for those whose jars are not here. */
@NullMarked
package io.holdall.storage.config;

import org.jspecify.annotations.NullMarked;
