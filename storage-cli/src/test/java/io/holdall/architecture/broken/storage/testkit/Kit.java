package io.holdall.architecture.broken.storage.testkit;

import io.holdall.architecture.broken.storage.json.Open;

record Kit(Open backend) {}
