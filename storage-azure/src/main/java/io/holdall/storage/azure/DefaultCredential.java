package io.holdall.storage.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.holdall.storage.StorageException.Configuration;

/**
 * Whom Azure's identity library finds: environment, managed identity, tools one is signed in to.
 */
final class DefaultCredential {
  private DefaultCredential() {}

  /**
   * @throws Configuration if the library is not there; it is large, and many do without it
   */
  static TokenCredential find() {
    try {
      return Library.credential();
    } catch (NoClassDefFoundError e) {
      throw new Configuration(
          "Add com.azure:azure-identity to the class path, for there is no connection-string,"
              + " account-key or sas-token",
          e);
    }
  }

  /** Not before it is asked for. */
  private static final class Library {
    static TokenCredential credential() {
      return new DefaultAzureCredentialBuilder().build();
    }
  }
}
