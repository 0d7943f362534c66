package io.holdall.storage.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import io.holdall.storage.StorageException.Configuration;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A key in a key management service, with which a keyset is encrypted where it is kept. The service
 * is asked once when a store is opened, never for a value.
 *
 * <p>It is found in Tink's own registry: a client that was added with {@link KmsClients#add}, or
 * else one that {@link java.util.ServiceLoader} finds, such as those of {@code tink-awskms} and
 * {@code tink-gcpkms}.
 *
 * @param uri the key, such as {@code gcp-kms://projects/…} or {@code aws-kms://arn:…}
 * @param credentials a file with credentials, as the client understands it; without one the
 *     client's defaults
 */
public record Kms(String uri, Optional<Path> credentials) {
  /** A key that is reached with the client's default credentials. */
  public static Kms of(String uri) {
    return new Kms(uri, Optional.empty());
  }

  /** The key, for encrypting and decrypting keysets. */
  Aead aead() {
    try {
      KmsClient client = client();
      if (credentials.isPresent()) {
        client = client.withCredentials(credentials.get().toString());
      }
      return client.getAead(uri);
    } catch (GeneralSecurityException e) {
      throw new Configuration(
              "The key management service cannot be used; is its Tink client on the class path"
                  + " (com.google.crypto.tink:tink-gcpkms, tink-awskms), and are its credentials"
                  + " right?",
              e)
          .with("kms-uri", uri);
    }
  }

  private KmsClient client() throws GeneralSecurityException {
    try {
      return KmsClients.get(uri);
    } catch (GeneralSecurityException notAdded) {
      for (KmsClient client : ServiceLoader.load(KmsClient.class)) {
        if (client.doesSupport(uri)) {
          return credentials.isPresent() ? client : client.withDefaultCredentials();
        }
      }
      throw notAdded;
    }
  }
}
