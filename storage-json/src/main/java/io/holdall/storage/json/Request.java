package io.holdall.storage.json;

import io.holdall.storage.spi.grouping.QueuedRequest;

/** Something that waits for the one thread at a time that changes the store. */
abstract sealed class Request extends QueuedRequest permits CommitRequest, TaskRequest {}
