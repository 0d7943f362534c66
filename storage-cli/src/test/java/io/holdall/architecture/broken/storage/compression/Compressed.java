package io.holdall.architecture.broken.storage.compression;

import io.holdall.architecture.broken.storage.json.Open;

record Compressed(Open backend) {}
