/** Tests of the JSON that comes back as it was written. */
@NullMarked
package io.holdall.models.json;

import org.jspecify.annotations.NullMarked;
