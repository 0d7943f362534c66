package io.holdall.storage.encryption;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import io.holdall.storage.StorageException.Configuration;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/** Keysets as texts: JSON, or Base64 of JSON or of Tink's binary form. */
final class KeysetText {
  /** As tinkey does it. */
  private static final byte[] NO_ASSOCIATED_DATA = {};

  private KeysetText() {}

  static Keys parse(String text, Optional<Kms> kms) {
    String trimmed = text.strip();
    if (trimmed.startsWith("{")) {
      return Keys.of(json(trimmed, kms));
    }
    byte[] decoded;
    try {
      decoded = Base64.getMimeDecoder().decode(trimmed);
    } catch (IllegalArgumentException e) {
      throw notAKeyset();
    }
    if (decoded.length > 0 && decoded[0] == '{') {
      return Keys.of(json(new String(decoded, StandardCharsets.UTF_8), kms));
    }
    return Keys.of(binary(decoded, kms));
  }

  static String encrypted(Keys keys, Kms kms) {
    try {
      return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
          keys.keyset(), kms.aead(), NO_ASSOCIATED_DATA, Tink.configuration());
    } catch (GeneralSecurityException e) {
      throw refused(kms, e);
    }
  }

  private static KeysetHandle json(String json, Optional<Kms> kms) {
    if (kms.isPresent()) {
      try {
        return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
            json, kms.get().aead(), NO_ASSOCIATED_DATA, Tink.configuration());
      } catch (GeneralSecurityException e) {
        throw refused(kms.get(), e);
      }
    }
    try {
      return TinkJsonProtoKeysetFormat.parseKeyset(
          json, Tink.configuration(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKeyset();
    }
  }

  private static KeysetHandle binary(byte[] bytes, Optional<Kms> kms) {
    if (kms.isPresent()) {
      try {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(
            bytes, kms.get().aead(), NO_ASSOCIATED_DATA, Tink.configuration());
      } catch (GeneralSecurityException e) {
        throw refused(kms.get(), e);
      }
    }
    try {
      return TinkProtoKeysetFormat.parseKeyset(
          bytes, InsecureSecretKeyAccess.get(), Tink.configuration());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKeyset();
    }
  }

  /** Without a cause, for a parser's message may show what it could not parse. */
  private static Configuration notAKeyset() {
    return new Configuration(
        "This is not a keyset of Tink in clear text, as JSON or Base64; if it is encrypted, say"
            + " with which key: kms-uri");
  }

  private static Configuration refused(Kms kms, GeneralSecurityException e) {
    Configuration refused =
        new Configuration("The key management service did not open or close the keyset", e);
    refused.with("kms-uri", kms.uri());
    return refused;
  }
}
