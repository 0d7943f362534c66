package io.holdall.storage.s3;

import io.holdall.storage.Condition;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/**
 * Writes a large object in parts. It appears, if the condition then holds, when the last request
 * completes it; until then nothing is written. What fails is taken back.
 */
final class MultipartUpload {
  private static final Logger log = LoggerFactory.getLogger(MultipartUpload.class);

  private final S3Client client;
  private final AbortableHttpClient http;
  private final S3Options options;

  MultipartUpload(S3Client client, AbortableHttpClient http, S3Options options) {
    this.client = client;
    this.http = http;
    this.options = options;
  }

  /** Writes the object and returns its ETag. */
  String write(String name, byte[] body, String type, Condition condition) throws ObjectFailure {
    String upload = begin(name, type);
    boolean done = false;
    try {
      String tag = complete(name, upload, parts(name, upload, body, type), condition);
      done = true;
      return tag;
    } finally {
      if (!done) {
        takeBack(name, upload);
      }
    }
  }

  private String begin(String name, String type) throws ObjectFailure {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder().bucket(options.bucket()).key(name).contentType(type);
    options.storageClass().ifPresent(request::storageClass);
    options.encryption().ifPresent(request::serverSideEncryption);
    options.encryptionKey().ifPresent(request::ssekmsKeyId);
    try {
      return client.createMultipartUpload(request.build()).uploadId();
    } catch (SdkException e) {
      throw nothingWritten(e);
    }
  }

  private List<CompletedPart> parts(String name, String upload, byte[] body, String type)
      throws ObjectFailure {
    List<CompletedPart> parts = new ArrayList<>();
    int size = options.multipartThreshold();
    for (int start = 0; start < body.length; start += size) {
      int number = parts.size() + 1;
      int length = Math.min(size, body.length - start);
      try {
        String tag =
            client
                .uploadPart(
                    request ->
                        request
                            .bucket(options.bucket())
                            .key(name)
                            .uploadId(upload)
                            .partNumber(number),
                    S3Service.uncopied(body, start, length, type))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      } catch (SdkException e) {
        throw nothingWritten(e);
      }
    }
    return parts;
  }

  private String complete(
      String name, String upload, List<CompletedPart> parts, Condition condition)
      throws ObjectFailure {
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(options.bucket())
            .key(name)
            .uploadId(upload)
            .multipartUpload(all -> all.parts(parts));
    if (condition instanceof Condition.Absent) {
      request.ifNoneMatch("*");
    } else if (condition instanceof Condition.Is is) {
      request.ifMatch(S3Service.quoted(is.version()));
    }
    http.done(); // the parts' requests, so that it is known whether this one is sent
    try {
      return client.completeMultipartUpload(request.build()).eTag();
    } catch (SdkException e) {
      throw S3Errors.failureOfChange(e, condition, http.wasSent());
    }
  }

  /**
   * Removes the parts, for which the bucket's owner would go on paying. An upload that was
   * completed although its answer was lost cannot be taken back, and stays as it is.
   */
  private void takeBack(String name, String upload) {
    boolean interrupted = Thread.interrupted(); // or the SDK would send nothing
    try {
      client.abortMultipartUpload(
          request -> request.bucket(options.bucket()).key(name).uploadId(upload));
    } catch (SdkException | UncheckedIOException e) { // or it would hide why nothing is written
      if (!(e instanceof SdkException answer && S3Errors.isMissingUpload(answer))) {
        log.warn("The parts of an upload remain until the bucket's rules remove them: {}", name, e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ObjectFailure nothingWritten(SdkException e) {
    ObjectFailure failure = S3Errors.failure(e, true);
    return failure.kind() == Kind.PERHAPS_DONE
        ? new ObjectFailure(Kind.NOT_DONE, failure.retryAfter(), e)
        : failure;
  }
}
