package io.holdall.storage.spi.objects;

import io.holdall.storage.Value;
import io.holdall.storage.Version;

/**
 * An object that was read.
 *
 * @param value the value that was written
 * @param version the version of that writing
 */
public record StoredObject(Value value, Version version) {}
