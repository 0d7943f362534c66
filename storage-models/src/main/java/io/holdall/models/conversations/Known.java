package io.holdall.models.conversations;

import io.holdall.storage.Version;

/**
 * A header as it was read or written, with the version to name in the condition of the next commit.
 *
 * @param ground what appends rely on where the header is not part of them
 */
record Known(SessionHeader header, Version version, Ground ground) {
  Known(SessionHeader header, Version version) {
    this(header, version, Ground.NONE);
  }
}
