package io.holdall.architecture.broken.storage.sqlite;

/** Seen by the other backend. */
public record Shared() {}
