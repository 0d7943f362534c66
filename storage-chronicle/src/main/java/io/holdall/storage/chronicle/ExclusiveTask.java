package io.holdall.storage.chronicle;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something to be done while no commit is under way. */
final class ExclusiveTask extends Request {
  /** What is done. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  private final Work work;
  private @Nullable Throwable failure;

  ExclusiveTask(Work work) {
    this.work = work;
  }

  void run() {
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  void rethrow() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
