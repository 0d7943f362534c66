package io.holdall.architecture.broken.storage;

import io.holdall.architecture.broken.models.Model;

record Upward(Model model) {}
