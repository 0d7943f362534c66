package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** What the SDK hears of requests that are ended from another thread. */
final class AbortableHttpClientTest {
  private final SdkHttpClient delegate = mock(SdkHttpClient.class);
  private final ExecutableHttpRequest underneath = mock(ExecutableHttpRequest.class);
  private final AbortableHttpClient http = new AbortableHttpClient(delegate);

  @BeforeEach
  void prepare() {
    when(delegate.prepareRequest(any())).thenReturn(underneath);
  }

  @AfterEach
  void forget() {
    Thread.interrupted();
    http.done();
  }

  /** The SDK passes on what is no IOException as it is, and nobody would know what it means. */
  @Test
  void aConnectionGoneUnderTheRequestIsAFailureOfTheNetwork() throws IOException {
    IllegalStateException gone =
        new IllegalStateException("Endpoint not acquired / already released");
    when(underneath.call()).thenThrow(gone);
    assertThatThrownBy(prepared()::call).isInstanceOf(IOException.class).hasCause(gone);
    assertThat(http.wasSent()).as("may have been sent").isTrue();
  }

  @Test
  void anInterruptedThreadSendsNothing() {
    ExecutableHttpRequest request = prepared();
    Thread.currentThread().interrupt();
    assertThatThrownBy(request::call).isInstanceOf(IOException.class);
    verifyNoInteractions(underneath);
  }

  @Test
  void whateverAnAbortedRequestStumblesOverIsAFailureOfTheNetwork() throws IOException {
    when(underneath.call())
        .thenAnswer(
            call -> {
              http.abort(Thread.currentThread());
              throw new NullPointerException("Connection");
            });
    assertThatThrownBy(prepared()::call).isInstanceOf(IOException.class);
  }

  @Test
  void aMistakeOfTheClientStaysOne() throws IOException {
    when(underneath.call()).thenThrow(new NullPointerException("a bug"));
    assertThatThrownBy(prepared()::call).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aThreadsRequestCanBeAborted() throws IOException {
    when(underneath.call())
        .thenAnswer(
            call -> {
              http.abort(Thread.currentThread());
              throw new IOException("aborted");
            });
    assertThatThrownBy(prepared()::call).isInstanceOf(IOException.class);
    verify(underneath).abort();
  }

  private ExecutableHttpRequest prepared() {
    return http.prepareRequest(mock(HttpExecuteRequest.class));
  }
}
