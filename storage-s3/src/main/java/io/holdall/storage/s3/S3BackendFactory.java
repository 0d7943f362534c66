package io.holdall.storage.s3;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.LimitSettings;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StoreMaintenance;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes {@code type = s3} known to profiles. */
public final class S3BackendFactory implements BackendFactory {
  private static final String ENDPOINT = "endpoint";
  private static final String ACCESS_KEY = "access-key";
  private static final String SECRET_KEY = "secret-key";

  /** For ServiceLoader. */
  public S3BackendFactory() {}

  @Override
  public String type() {
    return S3Backend.TYPE;
  }

  @Override
  public String description() {
    return "a bucket of Amazon S3 or of a compatible service, an object an entry";
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(place());
    settings.addAll(manner());
    settings.addAll(LimitSettings.all());
    return List.copyOf(settings);
  }

  @Override
  public StorageBackend open(Settings settings) {
    S3Backend.Builder store =
        S3Backend.builder(settings.text("bucket"))
            .prefix(settings.text("prefix"))
            .pathStyle(settings.flag("path-style"))
            .createBucket(settings.flag("create-bucket"))
            .conditions(settings.text("conditions").equals("probe"))
            .readOnly(settings.flag("read-only"))
            .concurrency((int) Math.max(0, Math.min(settings.integer("concurrency"), 100_000)))
            .multipartThreshold(settings.bytes("multipart-threshold"))
            .timeout(settings.duration("timeout"))
            .requestTimeout(settings.duration("request-timeout"))
            .connectTimeout(settings.duration("connect-timeout"))
            .limits(capabilities -> LimitSettings.apply(settings, capabilities));
    settings.optionalText(ENDPOINT).map(S3BackendFactory::uri).ifPresent(store::endpoint);
    settings.optionalText("region").ifPresent(store::region);
    settings.optionalText("storage-class").ifPresent(store::storageClass);
    settings.optionalText("encryption").ifPresent(store::encryption);
    settings.optionalText("encryption-key").ifPresent(store::encryptionKey);
    credentials(settings, store);
    return store.open();
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.empty();
  }

  private static List<Setting> place() {
    return List.of(
        Setting.required("bucket", Kind.TEXT, "the bucket"),
        Setting.optional(
            "prefix", Kind.TEXT, "", "what the names of all objects of this store begin with"),
        Setting.optional(
            ENDPOINT, Kind.TEXT, "where the service is, if not Amazon's own: https://host:port"),
        Setting.optional("region", Kind.TEXT, "the region; otherwise what the AWS SDK finds"),
        Setting.optional(
            "path-style", Kind.BOOLEAN, "false", "the bucket in the path, not in the host's name"),
        Setting.optional(
                ACCESS_KEY, Kind.TEXT, "who asks; otherwise whom the AWS SDK finds, roles included")
            .asSecret(),
        Setting.optional(SECRET_KEY, Kind.TEXT, "the secret that belongs to the access key")
            .asSecret(),
        Setting.optional(
            "create-bucket", Kind.BOOLEAN, "false", "make the bucket if there is none"),
        Setting.optional("read-only", Kind.BOOLEAN, "false", "refuse every write"));
  }

  private static List<Setting> manner() {
    return List.of(
        Setting.choice(
            "conditions",
            List.of("probe", "unsupported"),
            "try whether the service keeps conditions, and refuse it if not, or do without them"),
        Setting.optional(
            "timeout", Kind.DURATION, "60s", "how long a call repeats requests that fail"),
        Setting.optional("request-timeout", Kind.DURATION, "20s", "how long one request may take"),
        Setting.optional(
            "connect-timeout", Kind.DURATION, "5s", "how long making a connection may take"),
        Setting.optional(
            "concurrency", Kind.INTEGER, "64", "how many requests are under way at once"),
        Setting.optional(
            "multipart-threshold",
            Kind.BYTES,
            "8MiB",
            "larger objects are written in parts of this size; at least 5MiB"),
        Setting.optional("storage-class", Kind.TEXT, "how S3 keeps the objects, in its own words"),
        Setting.optional("encryption", Kind.TEXT, "how S3 encrypts the objects: AES256 or aws:kms"),
        Setting.optional("encryption-key", Kind.TEXT, "with which key of KMS it encrypts them"));
  }

  private static void credentials(Settings settings, S3Backend.Builder store) {
    Optional<String> accessKey = settings.optionalText(ACCESS_KEY);
    Optional<String> secretKey = settings.optionalText(SECRET_KEY);
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw new Configuration("Settings 'access-key' and 'secret-key' go together, or neither");
    }
    accessKey.ifPresent(key -> store.credentials(key, secretKey.orElseThrow()));
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() != null && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new Configuration("Setting 'endpoint' is no address such as https://host:port", e);
    }
    throw new Configuration("Setting 'endpoint' must be an address such as https://host:port");
  }
}
