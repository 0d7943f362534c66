package io.holdall.storage.decorator.caching;

import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.Version;

/**
 * A value that had to leave memory and is on its way to the second tier.
 *
 * @param key its key in the store
 * @param value the value
 * @param version its version in the store
 * @param readAt when it was read from the store, or committed
 * @param stamp the {@linkplain Stripes#stamp stamp} of the key at the moment when it left
 */
record Departure(Key key, Value value, Version version, long readAt, long stamp) {}
