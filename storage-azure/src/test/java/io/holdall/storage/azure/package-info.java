/** Tests of the S3 backend. */
@NullMarked
package io.holdall.storage.azure;

import org.jspecify.annotations.NullMarked;
