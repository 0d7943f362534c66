package io.holdall.architecture.broken.storage.azure;

import io.holdall.architecture.broken.storage.json.Open;

record Backend(Open other) {}
