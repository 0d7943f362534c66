package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.holdall.emulators.azurite.BlobProxy;
import io.holdall.emulators.azurite.Fault;
import io.holdall.emulators.azurite.Operation;
import io.holdall.emulators.azurite.Weakness;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.objects.Call;
import io.holdall.storage.testkit.objects.Opening;
import io.holdall.storage.testkit.objects.Request;
import io.holdall.storage.testkit.objects.ServiceFault;
import io.holdall.storage.testkit.objects.ServiceUnderTest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A fresh container in the emulator, a proxy before it, and stores that come that way. */
final class TestStore implements ServiceUnderTest {
  private static final AtomicInteger CONTAINERS = new AtomicInteger();

  final String container = "tests-" + CONTAINERS.incrementAndGet();
  final BlobProxy proxy;
  final BlobContainerClient direct;

  /** Skips the test if there is no emulator. */
  TestStore(Weakness... weaknesses) {
    proxy = BlobProxy.before(azurite(), weaknesses);
    direct = account().getBlobContainerClient(container);
    direct.create();
  }

  /** The emulator of all tests in this JVM, with which it ends. */
  static Azurite azurite() {
    Azurite.unavailable().ifPresent(Assumptions::abort);
    return Emulator.INSTANCE;
  }

  /** Opens a store under the prefix {@code store/}. */
  @Override
  public Storage open(Opening how) {
    return open(
        builder ->
            builder
                .concurrency(how.concurrency())
                .requestTimeout(how.requestTimeout())
                .timeout(how.timeout())
                .conditions(how.conditions()));
  }

  /** The same, opened as usual but for the changes. */
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

  /** From threads that are not the common pool's, which the JDK's client needs for its answers. */
  @Override
  public void fill(Key parent, int entries, Value value) {
    int writers = 8;
    List<Call<Boolean>> calls =
        IntStream.range(0, writers)
            .mapToObj(first -> Call.start(() -> fill(parent, first, writers, entries, value)))
            .toList();
    assertThat(calls).allSatisfy(call -> assertThat(call.failure()).isNull());
    forget();
  }

  private boolean fill(Key parent, int first, int step, int entries, Value value) {
    for (int i = first; i < entries; i += step) {
      put("store/" + parent.child(i).encoded(), value);
    }
    return true;
  }

  @Override
  public void putForeign(String name) {
    put(name.startsWith("../") ? name.substring(3) : "store/" + name, new byte[0]);
  }

  @Override
  public void next(Request request, ServiceFault... faults) {
    proxy.next(operation(request), Stream.of(faults).map(TestStore::fault).toArray(Fault[]::new));
  }

  @Override
  public void release() {
    proxy.release();
  }

  @Override
  public void latency(Duration value) {
    proxy.latency(value);
  }

  @Override
  public int count(Request request) {
    return proxy.count(operation(request));
  }

  @Override
  public int count() {
    return proxy.count();
  }

  @Override
  public int mostUnderWay() {
    return proxy.mostUnderWay();
  }

  @Override
  public void forget() {
    proxy.forget();
  }

  private static Operation operation(Request request) {
    return switch (request) {
      case READ -> Operation.GET;
      case WRITE -> Operation.PUT;
      case REMOVE -> Operation.DELETE;
      case LIST -> Operation.LIST;
      case IDENTIFY -> Operation.HEAD;
    };
  }

  private static Fault fault(ServiceFault fault) {
    return fault == ServiceFault.CONTENDED ? Fault.LEASED : Fault.valueOf(fault.name());
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
