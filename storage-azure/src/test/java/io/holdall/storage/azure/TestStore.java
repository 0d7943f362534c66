package io.holdall.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import io.holdall.emulators.azurite.Azurite;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** A fresh container in the emulator, a proxy before it, and stores that come that way. */
final class TestStore implements AutoCloseable {
  private static final AtomicInteger CONTAINERS = new AtomicInteger();

  final String container = "tests-" + CONTAINERS.incrementAndGet();
  final BlobProxy proxy;
  final BlobContainerClient direct;

  /** Skips the test if there is no emulator. */
  TestStore(Weakness... weaknesses) {
    proxy = new BlobProxy(azurite().endpoint(), weaknesses);
    direct = account().getBlobContainerClient(container);
    direct.create();
  }

  /** The emulator of all tests in this JVM, with which it ends. */
  static Azurite azurite() {
    Azurite.unavailable().ifPresent(Assumptions::abort);
    return Emulator.INSTANCE;
  }

  /** Opens a store under the prefix {@code store/}; what opening costs is not counted. */
  Storage open() {
    return open(builder -> builder);
  }

  Storage open(UnaryOperator<AzureBackend.Builder> changes) {
    Storage storage = Storage.of(changes.apply(builder()).open());
    proxy.forget();
    return storage;
  }

  AzureBackend.Builder builder() {
    return AzureBackend.builder(container)
        .prefix("store")
        .endpoint(proxy.endpoint())
        .sasToken(signature())
        .timeout(Duration.ofSeconds(30));
  }

  /** A shared access signature for an hour. */
  static String signature() {
    return account()
        .generateAccountSas(
            new AccountSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
                AccountSasPermission.parse("rwdlac"),
                new AccountSasService().setBlobAccess(true),
                AccountSasResourceType.parse("sco")));
  }

  /** Puts a blob beside the store. */
  void put(String blob, byte[] bytes) {
    direct.getBlobClient(blob).upload(BinaryData.fromBytes(bytes), true);
  }

  /** Puts a blob as the store does. */
  void put(String blob, Value value) {
    Label label = Label.of(value, "n".repeat(22));
    direct
        .getBlobClient(blob)
        .getBlockBlobClient()
        .uploadWithResponse(
            new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(value.bytes()))
                .setMetadata(label.metadata()),
            null,
            Context.NONE);
  }

  List<String> names() {
    return direct.listBlobs().stream().map(BlobItem::getName).toList();
  }

  @Override
  public void close() {
    proxy.close();
    direct.deleteIfExists();
  }

  private static BlobServiceClient account() {
    return new BlobServiceClientBuilder()
        .connectionString(azurite().connectionString())
        .buildClient();
  }

  private static final class Emulator {
    static final Azurite INSTANCE = Azurite.start();
  }
}
