package io.holdall.architecture.broken.storage.util;

import java.util.logging.Logger;

final class Bag {
  private Bag() {}

  static void print(Logger logger) {
    System.out.print(logger.getName());
    System.err.print(logger.getName());
  }
}
