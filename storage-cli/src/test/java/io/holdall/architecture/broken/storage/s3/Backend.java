package io.holdall.architecture.broken.storage.s3;

import io.holdall.architecture.broken.storage.json.Open;

record Backend(Open other) {}
