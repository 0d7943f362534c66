package io.holdall.architecture.broken.emulators;

import io.holdall.architecture.broken.storage.json.Open;

/** An emulator that knows a backend. */
public record Emulator(Open backend) {}
