package io.holdall.architecture.broken.models;

abstract class AbstractModelBase {}
