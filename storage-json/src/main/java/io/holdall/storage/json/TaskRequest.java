package io.holdall.storage.json;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Work that must not run beside a commit, such as moving entries after a compaction. */
final class TaskRequest extends Request {
  /** The work. */
  @FunctionalInterface
  interface Task {
    /** Does it. */
    void run() throws IOException;
  }

  private final Task task;
  private @Nullable Throwable failure;

  TaskRequest(Task task) {
    this.task = task;
  }

  /** Runs the task; called by the thread that leads. */
  void run() {
    try {
      task.run();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Ends as the task has ended. */
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
