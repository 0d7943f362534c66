@NullMarked
package io.holdall.emulators.azurite;

import org.jspecify.annotations.NullMarked;
