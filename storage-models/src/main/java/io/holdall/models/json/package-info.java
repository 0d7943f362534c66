/**
 * JSON that comes back as it was written: fields in their order, numbers digit by digit, {@code
 * null} distinct from absent. The models keep what they do not understand in this form.
 */
@NullMarked
package io.holdall.models.json;

import org.jspecify.annotations.NullMarked;
