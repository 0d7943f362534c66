/**
 * An S3 service inside the process, on the JDK's HTTP server: what the backend needs of S3, with
 * conditions that are atomic, signatures that are checked, and every fault one can wish for. It
 * keeps its objects in memory and forgets them when it is closed.
 *
 * <p>Requests, answers and error codes are those of the <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html">Amazon S3 API reference</a>.
 */
@NullMarked
package io.holdall.emulators.s3;

import org.jspecify.annotations.NullMarked;
