package io.holdall.storage.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import io.holdall.storage.Condition;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;

/** What the SDK's exceptions mean for a request. */
final class AzureErrors {
  private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

  /** The condition did not hold; a blob that is there already is told as 409. */
  private static final Set<BlobErrorCode> CONDITION =
      Set.of(
          BlobErrorCode.CONDITION_NOT_MET,
          BlobErrorCode.TARGET_CONDITION_NOT_MET,
          BlobErrorCode.BLOB_ALREADY_EXISTS);

  /** Refused before anything was done, and perhaps not for long. */
  private static final Set<BlobErrorCode> NOT_DONE =
      Set.of(
          BlobErrorCode.SERVER_BUSY,
          BlobErrorCode.SYSTEM_IN_USE,
          BlobErrorCode.CONTAINER_BEING_DELETED,
          BlobErrorCode.PENDING_COPY_OPERATION,
          BlobErrorCode.BLOB_BEING_REHYDRATED,
          // Somebody has a lease, of the blob or of the container: 412, but no failed condition.
          BlobErrorCode.LEASE_ID_MISSING,
          BlobErrorCode.LEASE_ID_MISMATCH_WITH_BLOB_OPERATION);

  private static final Set<BlobErrorCode> NOT_ALLOWED =
      Set.of(
          BlobErrorCode.INVALID_AUTHENTICATION_INFO,
          BlobErrorCode.NO_AUTHENTICATION_INFORMATION,
          BlobErrorCode.BLOB_IMMUTABLE_DUE_TO_POLICY,
          BlobErrorCode.ACCOUNT_IS_DISABLED);

  private static final Set<BlobErrorCode> NO_NAME =
      Set.of(
          BlobErrorCode.INVALID_RESOURCE_NAME,
          BlobErrorCode.INVALID_URI,
          BlobErrorCode.OUT_OF_RANGE_INPUT,
          BlobErrorCode.REQUEST_URL_FAILED_TO_PARSE);

  private AzureErrors() {}

  /** Whether the service says that there is no such blob, as opposed to no such container. */
  static boolean isMissing(RuntimeException e) {
    return e instanceof BlobStorageException answer
        && answer.getStatusCode() == 404
        && !BlobErrorCode.CONTAINER_NOT_FOUND.equals(answer.getErrorCode());
  }

  /** Whether there is such a container already. */
  static boolean isExistingContainer(BlobStorageException e) {
    return BlobErrorCode.CONTAINER_ALREADY_EXISTS.equals(e.getErrorCode());
  }

  /** The failure of a request that writes or removes: a missing blob has no version. */
  static ObjectFailure failureOfChange(RuntimeException e, Condition condition) {
    boolean failed = condition instanceof Condition.Is && isMissing(e);
    return failed ? new ObjectFailure(Kind.CONDITION, e) : failure(e);
  }

  /**
   * The failure, if it is one to be dealt with.
   *
   * @throws StorageException if it is final
   * @throws RuntimeException the same, if it does not come from a request
   */
  static ObjectFailure failure(RuntimeException e) {
    if (e instanceof BlobStorageException answer) {
      return answered(answer);
    }
    if (has(e, cause -> cause instanceof ClientAuthenticationException)) {
      throw new AccessDenied("The credential gives no token for the service", e);
    }
    if (has(e, AzureErrors::isConnecting)) {
      return new ObjectFailure(Kind.NOT_DONE, e);
    }
    if (e instanceof HttpResponseException || has(e, AzureErrors::isTransport)) {
      return new ObjectFailure(Kind.PERHAPS_DONE, e);
    }
    throw e;
  }

  private static ObjectFailure answered(BlobStorageException e) {
    int status = e.getStatusCode();
    Optional<BlobErrorCode> code = Optional.ofNullable(e.getErrorCode());
    if (code.filter(NOT_DONE::contains).isPresent() || status == 429) {
      return new ObjectFailure(Kind.NOT_DONE, retryAfter(e), e);
    }
    if (code.filter(CONDITION::contains).isPresent() || (status == 412 && code.isEmpty())) {
      return new ObjectFailure(Kind.CONDITION, e);
    }
    // The blocks of an upload vanish when another writing of the blob is done, be it one's own.
    boolean blocksGone = code.filter(BlobErrorCode.INVALID_BLOCK_LIST::equals).isPresent();
    if (blocksGone || status < 400 || status == 408 || (status >= 500 && status != 501)) {
      return new ObjectFailure(Kind.PERHAPS_DONE, retryAfter(e), e);
    }
    throw refusal(e, code)
        .with("code", code.map(BlobErrorCode::toString).orElse("none"))
        .with("status", status)
        .with("request-id", header(e, REQUEST_ID).orElse("none"));
  }

  private static StorageException refusal(BlobStorageException e, Optional<BlobErrorCode> code) {
    int status = e.getStatusCode();
    if (code.filter(BlobErrorCode.CONTAINER_NOT_FOUND::equals).isPresent()) {
      return new Unavailable(
              "There is no such container; make it, or set create-container = true", e)
          .with("reason", "not-found");
    }
    if (code.filter(BlobErrorCode.BLOB_ARCHIVED::equals).isPresent()) {
      return new Unavailable("The blob is archived; bring it back to an online tier", e);
    }
    if (status == 401 || status == 403 || code.filter(NOT_ALLOWED::contains).isPresent()) {
      return new AccessDenied("The service does not let these credentials do this", e);
    }
    if (code.filter(NO_NAME::contains).isPresent()) {
      return new InvalidArgument(
          "The service has no such names, too long ones or ones of too many parts, perhaps", e);
    }
    return new Configuration(
        "The service does not take this request; account, endpoint or container may be wrong", e);
  }

  /** The header Retry-After in seconds; a date in it is not worth the clocks it needs. */
  private static Duration retryAfter(BlobStorageException e) {
    return header(e, HttpHeaderName.RETRY_AFTER)
        .filter(text -> text.matches("[0-9]{1,4}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  private static Optional<String> header(BlobStorageException e, HttpHeaderName name) {
    HttpResponse response = e.getResponse();
    return response == null ? Optional.empty() : Optional.ofNullable(response.getHeaderValue(name));
  }

  /** Whether no connection was made, so that nothing can have arrived. */
  private static boolean isConnecting(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof SSLHandshakeException;
  }

  private static boolean isTransport(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof TimeoutException
        || cause instanceof InterruptedException;
  }

  private static boolean has(Throwable e, Predicate<Throwable> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.test(cause)) {
        return true;
      }
    }
    return false;
  }
}
