/**
 * A store in Azure Blob Storage: one entry is one blob. The logic that other object stores share is
 * in {@code io.holdall.storage.spi.objects}; here is what is Azure's own.
 */
@NullMarked
package io.holdall.storage.azure;

import org.jspecify.annotations.NullMarked;
