package io.holdall.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.objects.ObjectBackend;
import io.holdall.storage.spi.objects.ObjectSettings;
import io.holdall.storage.spi.objects.RetryTimes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A store in a container of Azure Blob Storage, a blob an entry.
 *
 * <pre>{@code
 * Storage storage = Storage.of(
 *     AzureBackend.builder("my-container").account("myaccount").prefix("assistant").open());
 * }</pre>
 *
 * <p>One entry changes at a time, with the conditions of the service; any number of processes on
 * any machines may write. Versions are ETags. See {@link ObjectBackend} for what calls cost.
 */
public final class AzureBackend {
  /** The name of this backend in profiles. */
  public static final String TYPE = "azure";

  private AzureBackend() {}

  /** A store in this container, its settings as in a profile that says nothing else. */
  public static Builder builder(String container) {
    return new Builder(container);
  }

  /** Sets how a store is opened; not thread-safe. */
  public static final class Builder {
    private final String container;
    private final Access access = new Access();
    private String prefix = "";
    private boolean createContainer;
    private boolean conditions = true;
    private boolean readOnly;
    private int concurrency = 64;
    private int blockThreshold = 8 << 20;
    private Duration timeout = Duration.ofSeconds(60);
    private Duration requestTimeout = Duration.ofSeconds(20);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Optional<AccessTier> accessTier = Optional.empty();
    private UnaryOperator<Capabilities.Builder> limits = UnaryOperator.identity();

    private Builder(String container) {
      this.container = container;
    }

    /**
     * What the names of all blobs begin with, so that several stores can share a container; none by
     * default. A slash follows it and none precedes it, whether given or not. Together with the
     * longest key it must fit in Azure's names, or keys become shorter than they could be.
     */
    public Builder prefix(String value) {
      prefix = value;
      return this;
    }

    /** The account and who asks, as the portal shows it; replaces all else that says this. */
    public Builder connectionString(String value) {
      access.connectionString = Optional.of(value);
      return this;
    }

    /** The account's name. */
    public Builder account(String value) {
      access.account = Optional.of(value);
      return this;
    }

    /** Where the account is, if not at Azure's usual place: {@code https://host:port}. */
    public Builder endpoint(URI value) {
      access.endpoint = Optional.of(value);
      return this;
    }

    /** The account's key, in Base64. */
    public Builder accountKey(String value) {
      access.accountKey = Optional.of(value);
      return this;
    }

    /** A shared access signature. */
    public Builder sasToken(String value) {
      access.sasToken = Optional.of(value);
      return this;
    }

    /**
     * What gives tokens; without this, a key and a signature, whom {@code com.azure:azure-identity}
     * finds, if it is there.
     */
    public Builder credential(TokenCredential value) {
      access.tokens = Optional.of(value);
      return this;
    }

    /** Makes the container if there is none; false by default. */
    public Builder createContainer(boolean value) {
      createContainer = value;
      return this;
    }

    /**
     * Whether conditions are kept, true by default: opening then tries the service and refuses one
     * that ignores them. False does without, and capabilities say so.
     */
    public Builder conditions(boolean value) {
      conditions = value;
      return this;
    }

    /** Refuses every write, makes no container and no store, tries nothing; false by default. */
    public Builder readOnly(boolean value) {
      readOnly = value;
      return this;
    }

    /** How many requests are under way at once, from 1 to 1,024; 64 by default. */
    public Builder concurrency(int value) {
      concurrency = ObjectSettings.within("concurrency", value, 1, 1_024);
      return this;
    }

    /**
     * Larger values are written in blocks of this size, in bytes, from 64 KiB to 1 GiB; 8 MiB by
     * default.
     */
    public Builder blockThreshold(long value) {
      blockThreshold = ObjectSettings.within("block-threshold", value, 64 << 10, 1 << 30);
      return this;
    }

    /** How long a call repeats what fails; 60 s by default. */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /**
     * How long the answer to a request may take to begin, and then each part of it to come; 20 s by
     * default.
     */
    public Builder requestTimeout(Duration value) {
      requestTimeout = ObjectSettings.positive("request-timeout", value);
      return this;
    }

    /** How long making a connection may take; 5 s by default. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = ObjectSettings.positive("connect-timeout", value);
      return this;
    }

    /** How the service is to keep blobs, in Azure's words: {@code Cool}; its choice by default. */
    public Builder accessTier(String value) {
      accessTier = Optional.of(AccessTier.fromString(value));
      return this;
    }

    /** Other limits. */
    public Builder limits(UnaryOperator<Capabilities.Builder> value) {
      limits = value;
      return this;
    }

    /**
     * Opens the store, and makes it if there is none.
     *
     * @throws Configuration if the settings do not go together, the account has a hierarchical
     *     namespace, or the service does not keep conditions
     * @throws io.holdall.storage.StorageException.Unavailable if the service cannot be reached, or
     *     there is no container and none may be made
     * @throws io.holdall.storage.StorageException.AccessDenied if the credentials do not suffice
     * @throws io.holdall.storage.StorageException.Corrupt if what is there is not such a store
     */
    public StorageBackend open() {
      String names = normalised(prefix);
      AzureOptions options =
          new AzureOptions(createContainer && !readOnly, blockThreshold, accessTier);
      return ObjectBackend.open(
          new AzureService(client(), options),
          new ObjectBackend.Options(
              capabilities(names), names, concurrency, RetryTimes.within(timeout)));
    }

    /** A client that repeats nothing, for repeating is the store's work. */
    BlobContainerClient client() {
      if (!container.matches("(?=.{3,63}$)[a-z0-9](-?[a-z0-9])*")) {
        throw new Configuration(
            "Setting 'container' must be 3 to 63 small letters, digits and single hyphens");
      }
      BlobContainerClientBuilder client =
          new BlobContainerClientBuilder()
              .containerName(container)
              .httpClient(http())
              .retryOptions(
                  new RequestRetryOptions(
                      RetryPolicyType.FIXED, 1, (Duration) null, null, null, null));
      access.apply(client);
      return client.buildClient();
    }

    private HttpClient http() {
      return new JdkHttpClientBuilder()
          .connectionTimeout(connectTimeout)
          .responseTimeout(requestTimeout)
          .readTimeout(requestTimeout)
          .writeTimeout(requestTimeout)
          .build();
    }

    private Capabilities capabilities(String names) {
      Capabilities.Builder own =
          ObjectSettings.capabilities(TYPE, names, BlobNames.LONGEST)
              .conditions(conditions)
              .readOnly(readOnly);
      return limits.apply(own).build();
    }

    private static String normalised(String prefix) {
      String bare = prefix.replaceAll("^/+|/+$", "");
      boolean plain =
          bare.length() <= BlobNames.LONGEST / 2
              && bare.matches("[A-Za-z0-9._~@=+,/-]*")
              && !("/" + bare + "/").matches(".*(//|\\./).*");
      if (!bare.isEmpty() && !plain) {
        throw new Configuration(
            "Setting 'prefix' must be at most 512 letters, digits and characters of ._~@=+,/- "
                + "without empty parts and dots at the end of parts");
      }
      return bare.isEmpty() ? "" : bare + '/';
    }
  }
}
