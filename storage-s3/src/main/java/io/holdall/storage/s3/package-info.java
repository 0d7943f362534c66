/**
 * Storage in a bucket of Amazon S3 or of a compatible service. {@link
 * io.holdall.storage.s3.S3Backend} opens a store; everything that is not about S3 stands in {@link
 * io.holdall.storage.spi.objects}.
 */
@NullMarked
package io.holdall.storage.s3;

import org.jspecify.annotations.NullMarked;
