@NullMarked
package io.holdall.storage.sqlite;

import org.jspecify.annotations.NullMarked;
