package io.holdall.architecture.broken.storage.metrics;

import io.holdall.architecture.broken.storage.json.Open;

record Measured(Open backend) {}
