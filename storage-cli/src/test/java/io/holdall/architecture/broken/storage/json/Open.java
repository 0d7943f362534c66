package io.holdall.architecture.broken.storage.json;

/** Seen by the other backend. */
public record Open() {}
