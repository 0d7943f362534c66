package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.PagedResponseBase;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobStorageException;
import io.holdall.storage.Condition;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers mean that the emulator does not give. */
final class AzureErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "409, BlobAlreadyExists, CONDITION",
    "412, ConditionNotMet, CONDITION",
    "412, , CONDITION",
    "412, LeaseIdMissing, NOT_DONE",
    "409, ContainerBeingDeleted, NOT_DONE",
    "409, BlobBeingRehydrated, NOT_DONE",
    "429, , NOT_DONE",
    "503, ServerBusy, NOT_DONE",
    "503, , PERHAPS_DONE",
    "500, InternalError, PERHAPS_DONE",
    "500, OperationTimedOut, PERHAPS_DONE",
    "408, , PERHAPS_DONE",
    "400, InvalidBlockList, PERHAPS_DONE"
  })
  void answersAreOfAKind(int status, @Nullable String code, Kind kind) {
    assertThat(AzureErrors.failure(answer(status, code)).kind()).isEqualTo(kind);
  }

  @Test
  void finalAnswersSayWhatToDo() {
    Map<BlobStorageException, Class<? extends Exception>> kinds =
        Map.of(
            answer(404, "ContainerNotFound"), Unavailable.class,
            answer(409, "BlobArchived"), Unavailable.class,
            answer(403, "AuthorizationFailure"), AccessDenied.class,
            answer(400, "InvalidAuthenticationInfo"), AccessDenied.class,
            answer(409, "BlobImmutableDueToPolicy"), AccessDenied.class,
            answer(400, "InvalidResourceName"), InvalidArgument.class,
            answer(400, "OutOfRangeInput"), InvalidArgument.class,
            answer(400, "InvalidHeaderValue"), Configuration.class,
            answer(501, "NotImplemented"), Configuration.class);
    kinds.forEach(
        (answer, kind) ->
            assertThatThrownBy(() -> AzureErrors.failure(answer))
                .isInstanceOf(kind)
                .hasMessageContaining("status=" + answer.getStatusCode())
                .hasMessageContaining("request-id=R1"));
  }

  @Test
  void aMissingBlobHasNoVersion() {
    BlobStorageException missing = answer(404, "BlobNotFound");
    Condition some = Condition.version(Version.parse("0x1"));
    assertThat(AzureErrors.failureOfChange(missing, some).kind()).isEqualTo(Kind.CONDITION);
    assertThatThrownBy(() -> AzureErrors.failureOfChange(answer(404, "ContainerNotFound"), some))
        .isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "'Fri, 31 Dec 1999 23:59:59 GMT', 0", "99999, 0"})
  void theServiceSaysHowLongToWait(String header, int seconds) {
    BlobStorageException busy = answer(503, "ServerBusy");
    when(busy.getResponse().getHeaderValue(HttpHeaderName.RETRY_AFTER)).thenReturn(header);
    assertThat(AzureErrors.failure(busy).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void whatWasNeverSentWasNotDone() {
    for (IOException e :
        List.of(
            new ConnectException(),
            new HttpConnectTimeoutException(""),
            new UnknownHostException())) {
      assertThat(AzureErrors.failure(new UncheckedIOException(e)).kind()).isEqualTo(Kind.NOT_DONE);
    }
    for (Exception e :
        List.of(
            new IOException("reset"), new HttpTimeoutException(""), new InterruptedException())) {
      assertThat(AzureErrors.failure(new IllegalStateException(e)).kind())
          .isEqualTo(Kind.PERHAPS_DONE);
    }
  }

  @Test
  void whatComesFromNoRequestIsLeftAlone() {
    IllegalArgumentException mistake = new IllegalArgumentException("ours");
    assertThatThrownBy(() -> AzureErrors.failure(mistake)).isSameAs(mistake);
  }

  @Test
  void namesInAnotherOrderAreRefused() {
    BlobListing listing = listing(item("s/a/b", "0x1"), item("s/a-b", "0x2"));
    assertThatThrownBy(() -> listing.list("s/", "s/!~", 10))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("order of their bytes");
  }

  @Test
  void aBlobWithoutATagIsDamage() {
    assertThatThrownBy(() -> listing(item("s/a", "")).list("s/", "s/!~", 10))
        .isInstanceOf(Corrupt.class);
  }

  @Test
  void nothingIsAskedForThatIsAfterAll() {
    assertThat(listing(item("s/a", "0x1")).list("s/", "t", 10).objects()).isEmpty();
  }

  private static BlobListing listing(BlobItem... items) {
    PagedResponse<BlobItem> page =
        new PagedResponseBase<Void, BlobItem>(
            null, 200, new HttpHeaders(), List.of(items), null, null);
    BlobContainerClient container = mock(BlobContainerClient.class);
    when(container.listBlobs(any(), any(), any())).thenReturn(new PagedIterable<>(() -> page));
    return new BlobListing(container);
  }

  private static BlobItem item(String name, String tag) {
    return new BlobItem()
        .setName(name)
        .setProperties(new BlobItemProperties().setETag(tag).setContentLength(1L));
  }

  private static BlobStorageException answer(int status, @Nullable String code) {
    HttpResponse response = mock(HttpResponse.class);
    HttpHeaders headers = new HttpHeaders();
    if (code != null) {
      headers.set(HttpHeaderName.fromString("x-ms-error-code"), code);
    }
    when(response.getStatusCode()).thenReturn(status);
    when(response.getHeaders()).thenReturn(headers);
    when(response.getHeaderValue(any(HttpHeaderName.class)))
        .thenAnswer(asked -> headers.getValue(asked.<HttpHeaderName>getArgument(0)));
    headers.set(HttpHeaderName.fromString("x-ms-request-id"), "R1");
    return new BlobStorageException("answer", response, null);
  }
}
