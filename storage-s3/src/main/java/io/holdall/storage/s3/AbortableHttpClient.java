package io.holdall.storage.s3;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client that can end the request a thread is waiting for: a blocked socket does not heed
 * interrupts, and the SDK looks for them only between its own steps.
 */
final class AbortableHttpClient implements SdkHttpClient {
  private final SdkHttpClient delegate;
  private final Map<Thread, ExecutableHttpRequest> underWay = new ConcurrentHashMap<>();

  AbortableHttpClient(SdkHttpClient delegate) {
    this.delegate = delegate;
  }

  /** Ends what this thread is waiting for. */
  void abort(Thread thread) {
    ExecutableHttpRequest request = underWay.get(thread);
    if (request != null) {
      request.abort();
    }
  }

  /** Whether a request of the calling thread may have left since {@link #done()}. */
  boolean wasSent() {
    return underWay.containsKey(Thread.currentThread());
  }

  /** The calling thread has its answer, body and all. */
  void done() {
    underWay.remove(Thread.currentThread());
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = delegate.prepareRequest(request);
    return new ExecutableHttpRequest() {
      private volatile boolean aborted;

      @Override
      public HttpExecuteResponse call() throws IOException {
        underWay.put(Thread.currentThread(), this);
        // Interrupted first and aborted second, it is noticed in one of the two places.
        if (Thread.currentThread().isInterrupted()) {
          throw new IOException("Interrupted before the request was sent");
        }
        try {
          return prepared.call();
        } catch (RuntimeException e) {
          // Between two of its steps, Apache's client stumbles over a connection that is gone.
          if (aborted || e instanceof IllegalStateException) {
            throw new IOException("The request was aborted on its way", e);
          }
          throw e;
        }
      }

      @Override
      public void abort() {
        aborted = true;
        prepared.abort();
      }
    };
  }

  @Override
  public String clientName() {
    return delegate.clientName();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
