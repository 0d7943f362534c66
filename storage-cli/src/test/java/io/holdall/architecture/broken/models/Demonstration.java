package io.holdall.architecture.broken.models;

import io.holdall.architecture.broken.emulators.Emulator;

record Demonstration(Emulator service) {}
