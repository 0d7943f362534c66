package io.holdall.storage.encryption;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import java.security.GeneralSecurityException;

/** Tink with the two kinds of encryption that are needed here. */
final class Tink {
  static {
    try {
      AeadConfig.register();
      DeterministicAeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink does not work here", e);
    }
  }

  private Tink() {}

  /** What keys can be used and how. */
  static Configuration configuration() throws GeneralSecurityException {
    return RegistryConfiguration.get();
  }
}
