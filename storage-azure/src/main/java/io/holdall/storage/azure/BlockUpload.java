package io.holdall.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.holdall.storage.Condition;
import io.holdall.storage.Value;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Writes a blob, in one request or, if it is large, in blocks. A blob of blocks appears, if the
 * condition then holds, when the last request lists them; until then nothing is written, and Azure
 * removes blocks that nobody lists after a week.
 */
final class BlockUpload {
  private final AzureOptions options;

  BlockUpload(AzureOptions options) {
    this.options = options;
  }

  /** Writes the blob and returns its ETag. */
  String write(BlockBlobClient blob, Value value, Label label, Condition condition)
      throws ObjectFailure {
    BlobRequestConditions conditions = Tags.conditions(condition);
    BlobHttpHeaders headers = new BlobHttpHeaders().setContentType(label.contentType());
    boolean large = value.length() > options.blockThreshold();
    List<String> blocks = large ? blocks(blob, value, label) : List.of();
    try {
      return large
          ? list(blob, blocks, headers, label, conditions)
          : whole(blob, value, headers, label, conditions);
    } catch (RuntimeException e) {
      throw AzureErrors.failureOfChange(e, condition);
    }
  }

  private String whole(
      BlockBlobClient blob,
      Value value,
      BlobHttpHeaders headers,
      Label label,
      BlobRequestConditions conditions) {
    return blob.uploadWithResponse(
            new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(value.bytes()))
                .setHeaders(headers)
                .setMetadata(label.metadata())
                .setTier(options.accessTier().orElse(null))
                .setRequestConditions(conditions),
            null,
            Context.NONE)
        .getValue()
        .getETag();
  }

  private String list(
      BlockBlobClient blob,
      List<String> blocks,
      BlobHttpHeaders headers,
      Label label,
      BlobRequestConditions conditions) {
    return blob.commitBlockListWithResponse(
            new BlockBlobCommitBlockListOptions(blocks)
                .setHeaders(headers)
                .setMetadata(label.metadata())
                .setTier(options.accessTier().orElse(null))
                .setRequestConditions(conditions),
            null,
            Context.NONE)
        .getValue()
        .getETag();
  }

  /** Sends the blocks, whose names nobody else uses, and returns the names. */
  private List<String> blocks(BlockBlobClient blob, Value value, Label label) throws ObjectFailure {
    List<String> names = new ArrayList<>();
    ByteBuffer rest = value.buffer();
    while (rest.hasRemaining()) {
      byte[] block = new byte[Math.min(options.blockThreshold(), rest.remaining())];
      rest.get(block);
      String name = name(label.nonce(), names.size());
      try {
        blob.stageBlockWithResponse(
            new BlockBlobStageBlockOptions(name, BinaryData.fromBytes(block)), null, Context.NONE);
      } catch (RuntimeException e) {
        throw nothingWritten(e);
      }
      names.add(name);
    }
    return names;
  }

  /** Of the same length for all blocks of a blob, as Azure wants it. */
  private static String name(String nonce, int number) {
    String name = nonce + String.format(Locale.ROOT, "%05d", number);
    return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static ObjectFailure nothingWritten(RuntimeException e) {
    ObjectFailure failure = AzureErrors.failure(e);
    return failure.kind() == Kind.PERHAPS_DONE
        ? new ObjectFailure(Kind.NOT_DONE, failure.retryAfter(), e)
        : failure;
  }
}
