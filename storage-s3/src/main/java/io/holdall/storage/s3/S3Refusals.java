package io.holdall.storage.s3;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What to tell when the service refuses a request for good: which kind of error it is, and how to
 * mend it. The codes are those of the <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3 API reference</a>.
 */
final class S3Refusals {
  private static final Set<String> OTHER_REGION =
      Set.of(
          "PermanentRedirect",
          "Redirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired");

  private S3Refusals() {}

  static StorageException refusal(AwsServiceException e, String code) {
    int status = e.statusCode();
    if (code.equals("NoSuchBucket")) {
      return new Unavailable("There is no such bucket; make it, or set create-bucket = true", e)
          .with("reason", "not-found");
    }
    if (OTHER_REGION.contains(code) || (status >= 300 && status < 400)) {
      return otherRegion(e);
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return new Configuration("The clock of this machine is wrong, and signatures with it", e);
    }
    if (code.equals("InvalidObjectState")) {
      return new Configuration(
          "The object is in an archive; restore it, and keep objects in no archive class", e);
    }
    if (EXPIRED.contains(code)) {
      return new AccessDenied("The credentials have expired or are no longer valid; renew them", e);
    }
    if (code.equals("InvalidAccessKeyId") || code.equals("SignatureDoesNotMatch")) {
      return new AccessDenied("The service does not know this access key with this secret", e);
    }
    if (status == 401 || status == 403) {
      return new AccessDenied(
          "The service does not let these credentials do this; they need the permissions that"
              + " docs/s3.md lists, s3:ListBucket among them",
          e);
    }
    if (code.equals("EntityTooLarge")) {
      return new LimitExceeded(
          "The service takes no request as large as that; set a smaller multipart-threshold", e);
    }
    if (status == 501 || status == 405) {
      return new Configuration(
          "The service does not know requests of this kind; perhaps it has no conditions, and"
              + " conditions = unsupported would do",
          e);
    }
    return new Configuration(
        "The service does not take this request; region, endpoint and path-style may be wrong", e);
  }

  private static StorageException otherRegion(AwsServiceException e) {
    StorageException refused =
        new Configuration("The bucket is in another region; set region and endpoint to its own", e);
    AwsErrorDetails details = e.awsErrorDetails();
    Optional<String> region =
        details == null || details.sdkHttpResponse() == null
            ? Optional.empty()
            : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
    region
        .filter(name -> name.matches("[a-z0-9-]{1,40}"))
        .ifPresent(name -> refused.with("region", name));
    return refused;
  }
}
