package io.holdall.models.conversations;

import io.holdall.storage.Version;

/**
 * A header as it was read or written, with the version to name in the condition of the next commit.
 */
record Known(SessionHeader header, Version version) {}
