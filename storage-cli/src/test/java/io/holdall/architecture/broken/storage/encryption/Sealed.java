package io.holdall.architecture.broken.storage.encryption;

import io.holdall.architecture.broken.storage.json.Open;

record Sealed(Open backend) {}
