package io.holdall.storage.s3;

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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/**
 * A store in a bucket of Amazon S3 or of a compatible service, an object an entry.
 *
 * <pre>{@code
 * Storage storage = Storage.of(S3Backend.builder("my-bucket").prefix("assistant").open());
 * }</pre>
 *
 * <p>One entry changes at a time, with the conditions of the service; any number of processes on
 * any machines may write. Versions are ETags. See {@link ObjectBackend} for what calls cost.
 */
public final class S3Backend {
  /** The name of this backend in profiles. */
  public static final String TYPE = "s3";

  /** S3's longest name of an object, in bytes. */
  private static final int LONGEST_NAME = 1_024;

  private S3Backend() {}

  /** A store in this bucket, its settings as in a profile that says nothing else. */
  public static Builder builder(String bucket) {
    return new Builder(bucket);
  }

  /** Sets how a store is opened; not thread-safe. */
  public static final class Builder {
    private final String bucket;
    private String prefix = "";
    private Optional<URI> endpoint = Optional.empty();
    private Optional<String> region = Optional.empty();
    private boolean pathStyle;
    private Optional<AwsCredentialsProvider> credentials = Optional.empty();
    private boolean createBucket;
    private boolean conditions = true;
    private boolean readOnly;
    private int concurrency = 64;
    private int multipartThreshold = 8 << 20;
    private Duration timeout = Duration.ofSeconds(60);
    private Duration requestTimeout = Duration.ofSeconds(20);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Optional<String> storageClass = Optional.empty();
    private Optional<String> encryption = Optional.empty();
    private Optional<String> encryptionKey = Optional.empty();
    private Optional<TlsTrustManagersProvider> trust = Optional.empty();
    private UnaryOperator<Capabilities.Builder> limits = UnaryOperator.identity();

    private Builder(String bucket) {
      this.bucket = bucket;
    }

    /**
     * What the names of all objects begin with, so that several stores can share a bucket; none by
     * default. A slash follows it and none precedes it, whether given or not. Together with the
     * longest key it must fit in S3's names, or keys become shorter than they could be.
     */
    public Builder prefix(String value) {
      prefix = value;
      return this;
    }

    /** Where the service is, if not Amazon's own: {@code https://host:port}. */
    public Builder endpoint(URI value) {
      endpoint = Optional.of(value);
      return this;
    }

    /** The bucket's region; by default what the SDK finds, or any one if there is an endpoint. */
    public Builder region(String value) {
      region = Optional.of(value);
      return this;
    }

    /** Puts the bucket into the path of requests instead of the host's name; false by default. */
    public Builder pathStyle(boolean value) {
      pathStyle = value;
      return this;
    }

    /** Who asks; by default whom the SDK finds in environment, files and machine. */
    public Builder credentials(String accessKey, String secretKey) {
      credentials =
          Optional.of(
              StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
      return this;
    }

    /** Who asks, for tests of those who cannot tell. */
    Builder credentials(AwsCredentialsProvider value) {
      credentials = Optional.of(value);
      return this;
    }

    /** Makes the bucket if there is none; false by default. */
    public Builder createBucket(boolean value) {
      createBucket = value;
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

    /** Refuses every write, makes no bucket and no store, tries nothing; false by default. */
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
     * Larger objects are written in parts of this size, in bytes, from 5 MiB, S3's least, to 1 GiB;
     * 8 MiB by default.
     */
    public Builder multipartThreshold(long value) {
      multipartThreshold = ObjectSettings.within("multipart-threshold", value, 5 << 20, 1 << 30);
      return this;
    }

    /** How long a call repeats what fails; 60 s by default. */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /** How long one request may take; 20 s by default. */
    public Builder requestTimeout(Duration value) {
      requestTimeout = ObjectSettings.positive("request-timeout", value);
      return this;
    }

    /** How long making a connection may take; 5 s by default. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = ObjectSettings.positive("connect-timeout", value);
      return this;
    }

    /** How the service is to keep objects, in S3's words; its own choice by default. */
    public Builder storageClass(String value) {
      storageClass = Optional.of(value);
      return this;
    }

    /** How the service is to encrypt, {@code AES256} or {@code aws:kms}; its choice by default. */
    public Builder encryption(String value) {
      encryption = Optional.of(value);
      return this;
    }

    /** With which key of its key service it is to encrypt. */
    public Builder encryptionKey(String value) {
      encryptionKey = Optional.of(value);
      return this;
    }

    /** Whom to take for the service, for tests; otherwise whom the JVM trusts. */
    Builder trust(TlsTrustManagersProvider value) {
      trust = Optional.of(value);
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
     * @throws Configuration if the settings do not go together, there are no credentials, or the
     *     service does not keep conditions
     * @throws io.holdall.storage.StorageException.Unavailable if the service cannot be reached, or
     *     there is no bucket and none may be made
     * @throws io.holdall.storage.StorageException.AccessDenied if the credentials do not suffice
     * @throws io.holdall.storage.StorageException.Corrupt if what is there is not such a store
     */
    public StorageBackend open() {
      String names = normalised(prefix);
      return ObjectBackend.open(
          service(),
          new ObjectBackend.Options(
              capabilities(names), names, concurrency, RetryTimes.within(timeout)));
    }

    /** The service without a store on it. */
    S3Service service() {
      S3Connection connection =
          new S3Connection(
              endpoint,
              region,
              pathStyle,
              credentials,
              connectTimeout,
              requestTimeout,
              concurrency,
              trust);
      S3Options options =
          new S3Options(
              bucket,
              createBucket && !readOnly,
              multipartThreshold,
              storageClass,
              encryption,
              encryptionKey);
      AbortableHttpClient http = connection.http();
      NamedCredentials identity = connection.identity();
      try {
        return new S3Service(connection.client(http, identity), http, identity, options);
      } catch (RuntimeException | Error e) {
        http.close();
        identity.close();
        throw e;
      }
    }

    private Capabilities capabilities(String names) {
      Capabilities.Builder own =
          ObjectSettings.capabilities(TYPE, names, LONGEST_NAME)
              .conditions(conditions)
              .readOnly(readOnly);
      return limits.apply(own).build();
    }

    private static String normalised(String prefix) {
      String bare = prefix.replaceAll("^/+|/+$", "");
      boolean plain =
          bare.length() <= LONGEST_NAME / 2
              && bare.matches("[A-Za-z0-9._~@=+,/-]*")
              && !("/" + bare + "/").matches(".*/\\.{0,2}/.*");
      if (!bare.isEmpty() && !plain) {
        throw new Configuration(
            "Setting 'prefix' must be at most 512 letters, digits and characters of ._~@=+,/- "
                + "without empty parts");
      }
      return bare.isEmpty() ? "" : bare + '/';
    }
  }
}
