package io.holdall.storage.s3;

import io.holdall.storage.Condition;
import io.holdall.storage.Format;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import io.holdall.storage.spi.objects.ObjectListing;
import io.holdall.storage.spi.objects.ObjectListing.Listed;
import io.holdall.storage.spi.objects.ObjectService;
import io.holdall.storage.spi.objects.StoredObject;
import io.holdall.storage.spi.objects.Writing;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * S3 as a service of objects. The version is the ETag, which the service makes from the body, in
 * which every writing has a nonce of its own.
 */
final class S3Service implements ObjectService {
  private static final Logger log = LoggerFactory.getLogger(S3Service.class);

  /** What ETags are made of; anything else was not issued here, and must not get into a header. */
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._+/=-]{1,128}");

  private final S3Client client;
  private final AbortableHttpClient http;
  private final NamedCredentials credentials;
  private final S3Options options;
  private final MultipartUpload multipart;

  S3Service(
      S3Client client, AbortableHttpClient http, NamedCredentials credentials, S3Options options) {
    this.client = client;
    this.http = http;
    this.credentials = credentials;
    this.options = options;
    this.multipart = new MultipartUpload(client, http, options);
  }

  /** A call of the SDK. */
  @FunctionalInterface
  private interface Call<T> {
    T make() throws ObjectFailure;
  }

  @Override
  public void prepare() throws ObjectFailure {
    if (options.createBucket()) {
      sent(this::bucket);
    }
  }

  @Override
  public Optional<StoredObject> read(String name) throws ObjectFailure {
    return get(name, null)
        .map(body -> new StoredObject(unwrapped(name, body.bytes()), version(name, body.tag())));
  }

  @Override
  public Optional<Writing> readBack(String name) throws ObjectFailure {
    return get(name, "bytes=0-" + (Envelope.HEAD_BYTES - 1))
        .map(
            head ->
                new Writing(Envelope.nonce(head.bytes()).orElse(""), version(name, head.tag())));
  }

  @Override
  public Version write(String name, Value value, String nonce, Condition condition)
      throws ObjectFailure {
    requireTag(condition);
    byte[] body = Envelope.wrap(value, nonce);
    String type = value.format() == Format.JSON ? "application/json" : "application/octet-stream";
    String tag =
        sent(
            () ->
                body.length > options.multipartThreshold()
                    ? multipart.write(name, body, type, condition)
                    : put(name, body, type, condition));
    return usable(tag)
        .orElseThrow(
            () ->
                new ObjectFailure(
                    Kind.PERHAPS_DONE, new IllegalStateException("An answer without an ETag")));
  }

  @Override
  public void delete(String name, Condition condition) throws ObjectFailure {
    requireTag(condition);
    String tag = condition instanceof Condition.Is is ? quoted(is.version()) : null;
    sent(
        () -> {
          try {
            return client.deleteObject(
                request -> request.bucket(options.bucket()).key(name).ifMatch(tag));
          } catch (SdkException e) {
            if (tag == null && S3Errors.isMissing(e)) {
              return DeleteObjectResponse.builder().build(); // as some services answer
            }
            throw S3Errors.failureOfChange(e, condition, http.wasSent());
          }
        });
  }

  @Override
  public ObjectListing list(String prefix, String after, int limit) throws ObjectFailure {
    ListObjectsV2Response answer =
        sent(
            () ->
                client.listObjectsV2(
                    request ->
                        request
                            .bucket(options.bucket())
                            .prefix(prefix)
                            .startAfter(after)
                            .maxKeys(limit)));
    return new ObjectListing(
        answer.contents().stream()
            .map(found -> new Listed(found.key(), version(found.key(), found.eTag()), found.size()))
            .toList(),
        Boolean.TRUE.equals(answer.isTruncated()));
  }

  @Override
  public void abandon(Thread thread) {
    http.abort(thread);
  }

  @Override
  public void close() {
    client.close();
    http.close();
    credentials.close();
  }

  /** Some bytes of an array, to be sent without a copy of them. */
  static RequestBody uncopied(byte[] bytes, int start, int length, String type) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, start, length), length, type);
  }

  static String quoted(Version version) {
    return '"' + version.text() + '"';
  }

  private boolean bucket() {
    try {
      client.headBucket(request -> request.bucket(options.bucket()));
    } catch (SdkException e) {
      if (!S3Errors.isMissing(e) && !S3Errors.isMissingBucket(e)) {
        throw e;
      }
      createBucket();
    }
    return true;
  }

  private void createBucket() {
    try {
      client.createBucket(request -> request.bucket(options.bucket()));
    } catch (BucketAlreadyOwnedByYouException e) {
      log.debug("The bucket {} was made by somebody else just now", options.bucket());
    } catch (IllegalArgumentException e) { // the SDK judges names before it asks
      throw new Configuration("The bucket cannot be made, for it cannot have this name", e)
          .with("setting", "bucket");
    }
  }

  private String put(String name, byte[] body, String type, Condition condition)
      throws ObjectFailure {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder().bucket(options.bucket()).key(name).contentType(type);
    if (condition instanceof Condition.Absent) {
      request.ifNoneMatch("*");
    } else if (condition instanceof Condition.Is is) {
      request.ifMatch(quoted(is.version()));
    }
    options.storageClass().ifPresent(request::storageClass);
    options.encryption().ifPresent(request::serverSideEncryption);
    options.encryptionKey().ifPresent(request::ssekmsKeyId);
    try {
      return client.putObject(request.build(), uncopied(body, 0, body.length, type)).eTag();
    } catch (SdkException e) {
      throw S3Errors.failureOfChange(e, condition, http.wasSent());
    }
  }

  private Optional<Body> get(String name, @Nullable String range) throws ObjectFailure {
    return sent(
        () -> {
          try {
            return Optional.of(
                client.getObject(
                    request -> request.bucket(options.bucket()).key(name).range(range),
                    Body::read));
          } catch (SdkException e) {
            if (S3Errors.isMissing(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> T sent(Call<T> call) throws ObjectFailure {
    try {
      return call.make();
    } catch (SdkException e) {
      throw S3Errors.failure(e, http.wasSent());
    } catch (UncheckedIOException e) { // how the SDK says that the answer broke off at its start
      SdkException broken = SdkClientException.create("The answer ended before its end", e);
      throw S3Errors.failure(broken, http.wasSent());
    } finally {
      http.done();
    }
  }

  /** A version that is no ETag was not issued here, so nothing has it. */
  private static void requireTag(Condition condition) throws ObjectFailure {
    if (condition instanceof Condition.Is is && !TAG.matcher(is.version().text()).matches()) {
      throw new ObjectFailure(Kind.CONDITION, new IllegalArgumentException("No ETag of S3"));
    }
  }

  private static Version version(String name, @Nullable String tag) {
    return usable(tag)
        .orElseThrow(
            () -> new Corrupt("The service gives this object no usable ETag").with("file", name));
  }

  private static Optional<Version> usable(@Nullable String tag) {
    return Optional.ofNullable(tag)
        .map(quoted -> quoted.replace("\"", ""))
        .filter(bare -> TAG.matcher(bare).matches())
        .map(Version::parse);
  }

  private static Value unwrapped(String name, byte[] body) {
    try {
      return Envelope.unwrap(body);
    } catch (Corrupt e) {
      throw e.with("file", name);
    }
  }
}
