/** Commands about whole stores and profiles: figures, checks, repair, copies, queries. */
@NullMarked
package io.holdall.cli.store;

import org.jspecify.annotations.NullMarked;
