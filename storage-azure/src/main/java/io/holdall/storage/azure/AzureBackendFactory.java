package io.holdall.storage.azure;

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

/** Makes {@code type = azure} known to profiles. */
public final class AzureBackendFactory implements BackendFactory {
  private static final String CONNECTION_STRING = "connection-string";
  private static final String ACCOUNT = "account";
  private static final String ENDPOINT = "endpoint";
  private static final String ACCOUNT_KEY = "account-key";
  private static final String SAS_TOKEN = "sas-token";
  private static final String ACCESS_TIER = "access-tier";

  /** For ServiceLoader. */
  public AzureBackendFactory() {}

  @Override
  public String type() {
    return AzureBackend.TYPE;
  }

  @Override
  public String description() {
    return "a container of Azure Blob Storage, a blob an entry";
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
    AzureBackend.Builder store =
        AzureBackend.builder(settings.text("container"))
            .prefix(settings.text("prefix"))
            .createContainer(settings.flag("create-container"))
            .conditions(settings.text("conditions").equals("probe"))
            .readOnly(settings.flag("read-only"))
            .concurrency((int) Math.max(0, Math.min(settings.integer("concurrency"), 100_000)))
            .blockThreshold(settings.bytes("block-threshold"))
            .timeout(settings.duration("timeout"))
            .requestTimeout(settings.duration("request-timeout"))
            .connectTimeout(settings.duration("connect-timeout"))
            .limits(capabilities -> LimitSettings.apply(settings, capabilities));
    settings.optionalText(CONNECTION_STRING).ifPresent(store::connectionString);
    settings.optionalText(ACCOUNT).ifPresent(store::account);
    settings.optionalText(ENDPOINT).map(AzureBackendFactory::uri).ifPresent(store::endpoint);
    settings.optionalText(ACCOUNT_KEY).ifPresent(store::accountKey);
    settings.optionalText(SAS_TOKEN).ifPresent(store::sasToken);
    settings.optionalText(ACCESS_TIER).ifPresent(store::accessTier);
    return store.open();
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.empty();
  }

  private static List<Setting> place() {
    return List.of(
        Setting.required("container", Kind.TEXT, "the container"),
        Setting.optional(
            "prefix", Kind.TEXT, "", "what the names of all blobs of this store begin with"),
        Setting.optional(
                CONNECTION_STRING, Kind.TEXT, "the account and its key, as the portal shows them")
            .asSecret(),
        Setting.optional(ACCOUNT, Kind.TEXT, "the account, if there is no connection string"),
        Setting.optional(
            ENDPOINT, Kind.TEXT, "where the account is, if not at Azure's usual place"),
        Setting.optional(
                ACCOUNT_KEY,
                Kind.TEXT,
                "the account's key; otherwise whom the library azure-identity finds")
            .asSecret(),
        Setting.optional(SAS_TOKEN, Kind.TEXT, "a shared access signature instead of the key")
            .asSecret(),
        Setting.optional(
            "create-container", Kind.BOOLEAN, "false", "make the container if there is none"),
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
        Setting.optional(
            "request-timeout", Kind.DURATION, "20s", "how long the service may be silent"),
        Setting.optional(
            "connect-timeout", Kind.DURATION, "5s", "how long making a connection may take"),
        Setting.optional(
            "concurrency", Kind.INTEGER, "64", "how many requests are under way at once"),
        Setting.optional(
            "block-threshold",
            Kind.BYTES,
            "8MiB",
            "larger values are written in blocks of this size; at least 64KiB"),
        Setting.optional(
            ACCESS_TIER, Kind.TEXT, "how Azure keeps the blobs, in its own words: Hot, Cool"));
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() != null
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new Configuration("Setting 'endpoint' is no address such as https://host:port");
    }
    throw new Configuration("Setting 'endpoint' must be an address such as https://host:port");
  }
}
