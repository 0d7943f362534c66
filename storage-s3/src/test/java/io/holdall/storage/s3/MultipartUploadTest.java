package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.holdall.storage.Condition;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Failures one after the other, which no service at hand brings about. */
final class MultipartUploadTest {
  private final S3Client client = mock(S3Client.class, CALLS_REAL_METHODS);
  private final MultipartUpload upload =
      new MultipartUpload(
          client,
          mock(AbortableHttpClient.class),
          new S3Options("tests", false, 10, Optional.empty(), Optional.empty(), Optional.empty()));

  @Test
  void aRefusalIsToldAlsoIfTheAnswerToTakingItBackIsLost() {
    doReturn(CreateMultipartUploadResponse.builder().uploadId("U1").build())
        .when(client)
        .createMultipartUpload(any(CreateMultipartUploadRequest.class));
    doReturn(UploadPartResponse.builder().eTag("\"t\"").build())
        .when(client)
        .uploadPart(any(UploadPartRequest.class), any(RequestBody.class));
    doThrow(S3Exception.builder().statusCode(412).build())
        .when(client)
        .completeMultipartUpload(any(CompleteMultipartUploadRequest.class));
    doThrow(new UncheckedIOException(new SocketException("Connection reset")))
        .when(client)
        .abortMultipartUpload(any(AbortMultipartUploadRequest.class));

    assertThatExceptionOfType(ObjectFailure.class)
        .isThrownBy(
            () -> upload.write("name", new byte[25], "application/json", Condition.absent()))
        .extracting(ObjectFailure::kind)
        .isEqualTo(Kind.CONDITION);
    verify(client).abortMultipartUpload(any(AbortMultipartUploadRequest.class));
  }
}
