package io.holdall.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobDownloadHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.holdall.storage.Condition;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectFailure;
import io.holdall.storage.spi.objects.ObjectListing;
import io.holdall.storage.spi.objects.ObjectService;
import io.holdall.storage.spi.objects.StoredObject;
import io.holdall.storage.spi.objects.Writing;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Azure Blob Storage as a service of objects. The version is the ETag, which changes with every
 * write, so the blob is the value as it is; the rest is in its metadata.
 */
final class AzureService implements ObjectService {
  private static final Logger log = LoggerFactory.getLogger(AzureService.class);

  private static final HttpHeaderName HIERARCHICAL =
      HttpHeaderName.fromString("x-ms-is-hns-enabled");

  private final BlobContainerClient container;
  private final AzureOptions options;
  private final BlockUpload upload;
  private final BlobListing listing;

  AzureService(BlobContainerClient container, AzureOptions options) {
    this.container = container;
    this.options = options;
    this.upload = new BlockUpload(options);
    this.listing = new BlobListing(container);
  }

  /** A call of the SDK. */
  @FunctionalInterface
  private interface Call<T> {
    T make();
  }

  @Override
  public void prepare() throws ObjectFailure {
    if (options.createContainer()) {
      sent(this::madeContainer);
    }
    requireFlatNames();
  }

  @Override
  public Optional<StoredObject> read(String name) throws ObjectFailure {
    BlockBlobClient blob = blob(name);
    return found(
            () ->
                blob.downloadContentWithResponse(
                    new DownloadRetryOptions().setMaxRetryRequests(0), null, null, Context.NONE))
        .map(answer -> stored(blob.getBlobName(), answer));
  }

  @Override
  public Optional<Writing> readBack(String name) throws ObjectFailure {
    BlockBlobClient blob = blob(name);
    return found(blob::getProperties).map(properties -> writing(blob.getBlobName(), properties));
  }

  @Override
  public Version write(String name, Value value, String nonce, Condition condition)
      throws ObjectFailure {
    BlockBlobClient blob = blob(name);
    String tag = upload.write(blob, value, Label.of(value, nonce), condition);
    return Tags.version(blob.getBlobName(), tag);
  }

  @Override
  public void delete(String name, Condition condition) throws ObjectFailure {
    BlobRequestConditions conditions = Tags.conditions(condition);
    try {
      // Or a blob of which somebody took snapshots could not be removed.
      blob(name)
          .deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, conditions, null, Context.NONE);
    } catch (RuntimeException e) {
      if (condition instanceof Condition.Is || !AzureErrors.isMissing(e)) {
        throw AzureErrors.failureOfChange(e, condition);
      }
    }
  }

  @Override
  public ObjectListing list(String prefix, String after, int limit) throws ObjectFailure {
    return sent(() -> listing.list(prefix, after, limit));
  }

  /** The SDK and the JDK's HTTP client below it heed interrupts. */
  @Override
  public void abandon(Thread thread) {}

  /** The JDK's HTTP client ends its threads and connections when nobody uses it any more. */
  @Override
  public void close() {}

  private BlockBlobClient blob(String name) {
    return container.getBlobClient(BlobNames.blob(name)).getBlockBlobClient();
  }

  private boolean madeContainer() {
    if (container.exists()) {
      return false;
    }
    try {
      container.create();
      return true;
    } catch (BlobStorageException e) {
      if (!AzureErrors.isExistingContainer(e)) {
        throw e;
      }
      log.debug("The container {} was made by somebody else just now", container);
      return false;
    }
  }

  /**
   * With a hierarchical namespace a blob cannot stand beside others whose names continue its own.
   */
  private void requireFlatNames() throws ObjectFailure {
    boolean hierarchical;
    try {
      hierarchical =
          sent(
              () ->
                  "true"
                      .equals(
                          container
                              .getAccountInfoWithResponse(null, Context.NONE)
                              .getHeaders()
                              .getValue(HIERARCHICAL)));
    } catch (AccessDenied e) {
      log.debug("The service does not tell these credentials what kind of account it is", e);
      return;
    }
    if (hierarchical) {
      throw new Configuration(
          "The account has a hierarchical namespace, in which names have another order and no name"
              + " may continue another; use an account without");
    }
  }

  private static StoredObject stored(String blob, BlobDownloadContentResponse answer) {
    BlobDownloadHeaders headers = answer.getDeserializedHeaders();
    try {
      Value value =
          Label.in(headers.getMetadata())
              .orElseThrow(() -> new Corrupt("The blob was not written by this store"))
              .value(answer.getValue().toBytes());
      return new StoredObject(value, Tags.version(blob, headers.getETag()));
    } catch (Corrupt e) {
      throw e.with("file", blob);
    }
  }

  private static Writing writing(String blob, BlobProperties properties) {
    String nonce = Label.in(properties.getMetadata()).map(Label::nonce).orElse("");
    return new Writing(nonce, Tags.version(blob, properties.getETag()));
  }

  private static <T> Optional<T> found(Call<T> call) throws ObjectFailure {
    try {
      return Optional.of(call.make());
    } catch (RuntimeException e) {
      if (AzureErrors.isMissing(e)) {
        return Optional.empty();
      }
      throw AzureErrors.failure(e);
    }
  }

  private static <T> T sent(Call<T> call) throws ObjectFailure {
    try {
      return call.make();
    } catch (RuntimeException e) {
      throw AzureErrors.failure(e);
    }
  }
}
