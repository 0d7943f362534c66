package io.holdall.storage.s3;

import java.util.Optional;

/**
 * What requests say.
 *
 * @param bucket the bucket
 * @param createBucket whether to make it if there is none
 * @param multipartThreshold the largest body that is written in one request, and the size of the
 *     parts of larger ones, in bytes
 * @param storageClass how the service is to keep objects
 * @param encryption how the service is to encrypt them: {@code AES256}, {@code aws:kms}
 * @param encryptionKey with which of its keys
 */
record S3Options(
    String bucket,
    boolean createBucket,
    int multipartThreshold,
    Optional<String> storageClass,
    Optional<String> encryption,
    Optional<String> encryptionKey) {}
