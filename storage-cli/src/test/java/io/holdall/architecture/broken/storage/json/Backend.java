package io.holdall.architecture.broken.storage.json;

import io.holdall.architecture.broken.models.Model;
import io.holdall.architecture.broken.storage.sqlite.Shared;

record Backend(Shared other, Model model) {}
