package io.holdall.storage.spi.objects;

import io.holdall.storage.Version;

/**
 * Which writing an object comes from.
 *
 * @param nonce what {@link ObjectService#write} was given
 * @param version what it returned, or would have returned had its answer not been lost
 */
public record Writing(String nonce, Version version) {}
