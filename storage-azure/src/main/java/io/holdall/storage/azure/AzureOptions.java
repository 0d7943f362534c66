package io.holdall.storage.azure;

import com.azure.storage.blob.models.AccessTier;
import java.util.Optional;

/**
 * What requests say.
 *
 * @param createContainer whether to make the container if there is none
 * @param blockThreshold the largest value that is written in one request, and the size of the
 *     blocks of larger ones, in bytes
 * @param accessTier how the service is to keep blobs
 */
record AzureOptions(boolean createContainer, int blockThreshold, Optional<AccessTier> accessTier) {}
