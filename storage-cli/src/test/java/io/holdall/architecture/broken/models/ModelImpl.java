package io.holdall.architecture.broken.models;

record ModelImpl() {}
