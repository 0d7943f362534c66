package io.holdall.storage.azure;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls on threads of their own. */
final class Calls {
  private Calls() {}

  /** A call under way. */
  record Call<T>(Thread thread, CompletableFuture<T> result, CompletableFuture<Boolean> flag) {
    /** What it failed with, or null; waits for its end. */
    @Nullable Throwable failure() {
      try {
        result.get(20, TimeUnit.SECONDS);
        return null;
      } catch (ExecutionException e) {
        return e.getCause();
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError("The call does not end", e);
      }
    }

    /** Whether its thread was interrupted when it ended. */
    boolean wasInterrupted() {
      return flag.join();
    }
  }

  static <T> Call<T> start(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                T done = work.call();
                flag.complete(Thread.currentThread().isInterrupted());
                result.complete(done);
              } catch (Exception | AssertionError e) {
                flag.complete(Thread.currentThread().isInterrupted());
                result.completeExceptionally(e);
              }
            });
    thread.start();
    return new Call<>(thread, result, flag);
  }

  /** Waits until the service has got a request of this kind. */
  static void awaitRequest(BlobProxy service, Operation operation) {
    await().until(() -> service.count(operation) > 0);
  }
}
