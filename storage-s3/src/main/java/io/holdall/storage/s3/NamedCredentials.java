package io.holdall.storage.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials whose failures can be told from those of the requests they are for: tokens expire and
 * metadata services fall silent while a store is open.
 */
final class NamedCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
  private final AwsCredentialsProvider delegate;

  NamedCredentials(AwsCredentialsProvider delegate) {
    this.delegate = delegate;
  }

  /** There are none. */
  private static final class Missing extends SdkClientException {
    private static final long serialVersionUID = 1L;

    Missing(RuntimeException cause) {
      super(builder().message("There are no credentials").cause(cause));
    }
  }

  /** Whether a call failed because there were no credentials. */
  static boolean failed(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Missing) {
        return true;
      }
    }
    return false;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return delegate.resolveCredentials();
    } catch (RuntimeException e) {
      throw new Missing(e);
    }
  }

  @Override
  public void close() {
    if (delegate instanceof SdkAutoCloseable closeable) {
      IoUtils.closeQuietlyV2(closeable, null);
    }
  }
}
