package io.holdall.architecture.broken.cli;

/** A program may print. */
public final class Program {
  private Program() {}

  /** Prints. */
  public static void run() {
    System.out.print("");
  }
}
