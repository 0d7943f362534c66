/** The demonstration: the product's main job on bundled conversations. */
@NullMarked
package io.holdall.cli.demo;

import org.jspecify.annotations.NullMarked;
