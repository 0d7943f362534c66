package io.holdall.storage.encryption;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * What the store keeps of its encryption, in an entry of its own in clear text but for one part:
 *
 * <pre>{@code
 * {"format":1,"store":"uN3…","names":"?/**","sealed":"AVx…"}
 * }</pre>
 *
 * @param storeId what every ciphertext of the store is bound to
 * @param names which segments of keys are encrypted
 * @param sealed the key for names, empty if there is none, encrypted with the keyset, bound to all
 *     the rest, in Base64; so opening it proves keyset and header
 */
record Header(String storeId, NamePatterns names, String sealed) {
  /** The format of everything that is encrypted. */
  static final int FORMAT = 1;

  private static final int ID_BYTES = 16;
  private static final String IDS = "[A-Za-z0-9_-]{1,64}";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A header for a store that has none. */
  static Header create(Optional<String> storeId, NamePatterns names, Keys keys) {
    String id = storeId.orElseGet(Header::randomId);
    byte[] secret = names.isEmpty() ? new byte[0] : NameCipher.newKey();
    return new Header(id, names, sealed(secret, id, names, keys));
  }

  /**
   * Checks the id that is to be given to a store.
   *
   * @throws Configuration if it is not 1 to 64 letters, digits, hyphens and underscores
   */
  static String checkedId(String storeId) {
    if (!storeId.matches(IDS)) {
      throw new Configuration("A store-id is 1 to 64 of the characters A-Z a-z 0-9 - _")
          .with("setting", "store-id");
    }
    return storeId;
  }

  /**
   * Reads what {@link #value} wrote.
   *
   * @throws Corrupt if it cannot be understood
   * @throws Configuration if it is of a later format
   */
  static Header parse(Value value) {
    try {
      Config config = ConfigFactory.parseString(value.text());
      int format = config.getInt("format");
      if (format != FORMAT) {
        throw new Configuration("The store is encrypted in a format that this version cannot read")
            .with("format", format);
      }
      String storeId = config.getString("store");
      if (!storeId.matches(IDS)) {
        throw new Corrupt("The entry in which the store keeps its encryption is damaged");
      }
      String names = config.getString("names");
      return new Header(storeId, new NamePatterns(names), config.getString("sealed"));
    } catch (ConfigException e) {
      throw new Corrupt("The entry in which the store keeps its encryption is damaged", e);
    }
  }

  /** The entry's value. */
  Value value() {
    return Value.json(
        "{\"format\":%d,\"store\":\"%s\",\"names\":\"%s\",\"sealed\":\"%s\"}"
            .formatted(FORMAT, storeId, names.text(), sealed));
  }

  /**
   * Opens what is sealed.
   *
   * @throws io.holdall.storage.StorageException.AccessDenied if the keyset lacks the key
   * @throws Corrupt if the header was changed
   */
  Ciphers open(Keys keys) {
    AssociatedData associatedData = new AssociatedData(FORMAT, storeId);
    byte[] secret = secret(keys);
    return new Ciphers(
        this,
        keys,
        new ValueCipher(keys, associatedData),
        names.isEmpty()
            ? Optional.empty()
            : Optional.of(NameCipher.of(names, secret, associatedData)));
  }

  /** This header sealed with the primary key. */
  Header resealed(Keys keys) {
    return new Header(storeId, names, sealed(secret(keys), storeId, names, keys));
  }

  /** The number of the key with which it is sealed. */
  long keyId() {
    byte[] bytes = sealedBytes();
    return bytes.length < 5 ? -1 : Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(1));
  }

  private byte[] secret(Keys keys) {
    try {
      return keys.aead().decrypt(sealedBytes(), associatedData(storeId, names));
    } catch (GeneralSecurityException e) {
      throw ValueCipher.refused(keyId(), keys, "The store", e);
    }
  }

  private byte[] sealedBytes() {
    try {
      return Base64.getUrlDecoder().decode(sealed);
    } catch (IllegalArgumentException e) {
      throw new Corrupt("The entry in which the store keeps its encryption is damaged", e);
    }
  }

  private static String sealed(byte[] secret, String storeId, NamePatterns names, Keys keys) {
    try {
      byte[] sealed = keys.aead().encrypt(secret, associatedData(storeId, names));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new Unavailable("The store's own entry could not be encrypted", e);
    }
  }

  private static byte[] associatedData(String storeId, NamePatterns names) {
    return new AssociatedData(FORMAT, storeId).ofHeader(names.text());
  }

  private static String randomId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
