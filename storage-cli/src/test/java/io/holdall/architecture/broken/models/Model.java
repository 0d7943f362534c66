package io.holdall.architecture.broken.models;

import io.holdall.architecture.broken.storage.sqlite.Shared;

/** A model that knows a backend. */
public record Model(Shared backend) {
  record NestedImpl() {}
}
