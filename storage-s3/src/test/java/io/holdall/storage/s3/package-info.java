/** Tests of the S3 backend. */
@NullMarked
package io.holdall.storage.s3;

import org.jspecify.annotations.NullMarked;
