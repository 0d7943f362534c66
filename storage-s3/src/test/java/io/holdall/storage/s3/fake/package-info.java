/**
 * An S3 service inside the process, on the JDK's HTTP server: what the backend needs of S3, with
 * conditions that are atomic, signatures that are checked, and every fault one can wish for.
 */
@NullMarked
package io.holdall.storage.s3.fake;

import org.jspecify.annotations.NullMarked;
