package io.holdall.architecture.broken.storage.chronicle;

import io.holdall.architecture.broken.storage.json.Open;

record Backend(Open other) {}
