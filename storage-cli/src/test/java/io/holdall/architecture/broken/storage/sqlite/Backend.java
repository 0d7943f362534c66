package io.holdall.architecture.broken.storage.sqlite;

import io.holdall.architecture.broken.storage.json.Open;

record Backend(Open other) {}
