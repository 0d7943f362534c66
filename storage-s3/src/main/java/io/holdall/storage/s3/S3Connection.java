package io.holdall.storage.s3;

import io.holdall.storage.StorageException.Configuration;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.TlsTrustManagersProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How to reach a service.
 *
 * @param endpoint where it is; empty for Amazon's own
 * @param region its region; empty for what the SDK finds, or for any if there is an endpoint
 * @param pathStyle whether the bucket stands in the path instead of the host's name
 * @param credentials who asks; empty for what the SDK finds
 * @param connectTimeout how long making a connection may take
 * @param requestTimeout how long one request may take
 * @param concurrency how many connections there are
 * @param trust whom to take for the service; empty for what the JVM trusts
 */
record S3Connection(
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    Optional<AwsCredentialsProvider> credentials,
    Duration connectTimeout,
    Duration requestTimeout,
    int concurrency,
    Optional<TlsTrustManagersProvider> trust) {
  private static final Region ANY = Region.US_EAST_1;
  private static final Duration MAX_IDLE = Duration.ofSeconds(5);

  AbortableHttpClient http() {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .maxConnections(concurrency)
            .connectionTimeout(connectTimeout)
            .connectionAcquisitionTimeout(requestTimeout)
            .socketTimeout(requestTimeout)
            // Services end idle connections soon; a write on such a one has an unknown outcome.
            .connectionMaxIdleTime(MAX_IDLE);
    trust.ifPresent(builder::tlsTrustManagersProvider);
    return new AbortableHttpClient(builder.build());
  }

  /** Who asks; to be closed. */
  NamedCredentials identity() {
    return new NamedCredentials(
        credentials.orElseGet(() -> DefaultCredentialsProvider.builder().build()));
  }

  /** A client that repeats nothing, for repeating is the store's work. */
  S3Client client(AbortableHttpClient http, NamedCredentials known) {
    requireCredentials(known);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(known)
            .region(knownRegion())
            .forcePathStyle(pathStyle)
            // Bodies have a checksum of their own, and not every service knows Amazon's.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .overrideConfiguration(
                all ->
                    all.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(requestTimeout));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** Or the first request would fail with less to say. */
  private static void requireCredentials(NamedCredentials known) {
    try {
      known.resolveCredentials();
    } catch (SdkClientException e) {
      throw new Configuration(
          "There are no credentials: set access-key and secret-key, HOLDALL_S3_ACCESS_KEY and"
              + " HOLDALL_S3_SECRET_KEY, or what the AWS SDK looks for",
          e);
    }
  }

  private Region knownRegion() {
    if (region.isPresent()) {
      return Region.of(region.get());
    }
    if (endpoint.isPresent()) {
      return ANY;
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new Configuration(
          "There is no region: set region, HOLDALL_S3_REGION, or AWS_REGION; or an endpoint if the"
              + " service is not Amazon's",
          e);
    }
  }
}
