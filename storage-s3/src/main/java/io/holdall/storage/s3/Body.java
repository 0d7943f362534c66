package io.holdall.storage.s3;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What was read of an object: all of it, or its head alone if it does not begin as this store
 * writes objects. Somebody else's may be larger than the memory.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Body(byte[] bytes, @Nullable String tag) {

  /** Reads an answer, into an array of its length at once. */
  static Body read(GetObjectResponse response, AbortableInputStream content) {
    try {
      byte[] head = content.readNBytes(Envelope.HEAD_BYTES);
      byte[] body = head;
      if (head.length == Envelope.HEAD_BYTES && Envelope.nonce(head).isPresent()) {
        body = rest(head, response.contentLength(), content);
      } else if (head.length == Envelope.HEAD_BYTES) {
        content.abort();
      }
      return new Body(body, response.eTag());
    } catch (IOException e) {
      throw RetryableException.create("The answer ended before its end", e);
    }
  }

  private static byte[] rest(byte[] head, @Nullable Long length, AbortableInputStream content)
      throws IOException {
    if (length == null) { // some services send large objects in chunks
      byte[] more = content.readAllBytes();
      byte[] body = Arrays.copyOf(head, head.length + more.length);
      System.arraycopy(more, 0, body, head.length, more.length);
      return body;
    }
    if (length < head.length || length > Integer.MAX_VALUE - 8) {
      content.abort(); // no value is as large as that
      return head;
    }
    byte[] body = Arrays.copyOf(head, length.intValue());
    int read = content.readNBytes(body, head.length, body.length - head.length);
    if (head.length + read < body.length || content.read() >= 0) {
      throw new IOException("The answer has not the length it says");
    }
    return body;
  }
}
