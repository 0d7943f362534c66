package io.holdall.storage.s3;

import io.holdall.storage.Condition;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK's exceptions mean for a request. */
final class S3Errors {
  /** Refused before anything was done, whatever the status. */
  private static final Set<String> NOT_DONE =
      Set.of(
          "SlowDown",
          "ThrottlingException",
          "Throttling",
          "TooManyRequests",
          "RequestLimitExceeded",
          "BandwidthLimitExceeded",
          "RequestTimeout",
          "ConditionalRequestConflict",
          "OperationAborted");

  private S3Errors() {}

  /** Whether the service says that there is no such object, as opposed to no such bucket. */
  static boolean isMissing(SdkException e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && !code(answer).equals("NoSuchBucket")
        && !code(answer).equals("NoSuchUpload");
  }

  /** Whether there is no such bucket. */
  static boolean isMissingBucket(SdkException e) {
    return e instanceof AwsServiceException answer && code(answer).equals("NoSuchBucket");
  }

  /** Whether there is no such upload, or not any more. */
  static boolean isMissingUpload(SdkException e) {
    return e instanceof AwsServiceException answer && code(answer).equals("NoSuchUpload");
  }

  /**
   * The failure of a request that writes or removes: a missing object has no version.
   *
   * @param sent whether the request may have left
   */
  static ObjectFailure failureOfChange(SdkException e, Condition condition, boolean sent) {
    boolean failed = condition instanceof Condition.Is && isMissing(e);
    return failed ? new ObjectFailure(Kind.CONDITION, e) : failure(e, sent);
  }

  /**
   * The failure, if it is one to be dealt with.
   *
   * @param sent whether the request may have left
   * @throws StorageException if it is final
   */
  static ObjectFailure failure(SdkException e, boolean sent) {
    if (e instanceof AwsServiceException answer) {
      return answered(answer);
    }
    if (NamedCredentials.failed(e)) {
      throw new Unavailable(
          "The AWS SDK gets no credentials; renew what it finds them with, or set access-key and"
              + " secret-key",
          e);
    }
    boolean notDone = wasNeverSent(e) || !sent;
    return new ObjectFailure(notDone ? Kind.NOT_DONE : Kind.PERHAPS_DONE, e);
  }

  private static ObjectFailure answered(AwsServiceException e) {
    String code = code(e);
    int status = e.statusCode();
    if (status == 412) {
      return new ObjectFailure(Kind.CONDITION, e);
    }
    boolean contended = status == 409 && !code.equals("BucketAlreadyExists");
    if (contended || status == 429 || NOT_DONE.contains(code)) {
      return new ObjectFailure(Kind.NOT_DONE, retryAfter(e), e);
    }
    // The end of an upload may fail after its answer has begun, with status 200; and somebody on
    // the way may have sent it twice.
    if ((status >= 500 && status != 501) || status < 300 || code.equals("NoSuchUpload")) {
      return new ObjectFailure(Kind.PERHAPS_DONE, retryAfter(e), e);
    }
    throw S3Refusals.refusal(e, code)
        .with("code", code)
        .with("status", status)
        .with("request-id", String.valueOf(e.requestId()));
  }

  private static String code(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "none" : details.errorCode();
  }

  /** The header Retry-After in seconds; a date in it is not worth the clocks it needs. */
  private static Duration retryAfter(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    Optional<String> header =
        details == null || details.sdkHttpResponse() == null
            ? Optional.empty()
            : details.sdkHttpResponse().firstMatchingHeader("Retry-After");
    return header
        .filter(text -> text.matches("[0-9]{1,4}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  /**
   * Whether no connection was made, so that nothing can have arrived.
   *
   * @throws StorageException if none can be made, or nobody is there to sign for
   */
  private static boolean wasNeverSent(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        throw new Configuration(
            "The service's certificate is not trusted or is another host's; let the JVM trust its"
                + " issuer (javax.net.ssl.trustStore), or set the endpoint to the name it has",
            e);
      }
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof ConnectTimeoutException
          || cause instanceof ConnectionRequestTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException) {
        return true;
      }
      if (cause instanceof SocketException) {
        return false;
      }
    }
    return false;
  }
}
