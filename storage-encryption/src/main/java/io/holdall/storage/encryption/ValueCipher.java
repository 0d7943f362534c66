package io.holdall.storage.encryption;

import com.google.crypto.tink.Aead;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Encrypts values. What is encrypted is the value's bytes followed by one byte for its format; the
 * associated data is {@link AssociatedData#ofValue}, so a ciphertext is good for one key in one
 * store.
 */
final class ValueCipher {
  /** Tink's output prefix: a byte for the kind of prefix, four for the number of the key. */
  private static final int PREFIX_BYTES = 5;

  private static final byte JSON = 'J';
  private static final byte BINARY = 'B';

  private final Keys keys;
  private final Aead aead;
  private final AssociatedData associatedData;

  ValueCipher(Keys keys, AssociatedData associatedData) {
    this.keys = keys;
    this.aead = keys.aead();
    this.associatedData = associatedData;
  }

  /** How much longer a value is in the store. */
  static int overhead(Keys keys) {
    try {
      return keys.aead().encrypt(new byte[1], new byte[0]).length;
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  /**
   * The value as it is stored.
   *
   * @param key the key under which it is stored
   */
  Value encrypt(Key key, Value plain) {
    int length = plain.length();
    byte[] message = new byte[length + 1];
    plain.buffer().get(message, 0, length);
    message[length] = plain.format() == Format.JSON ? JSON : BINARY;
    try {
      byte[] sealed = aead.encrypt(message, associatedData.ofValue(key));
      return Value.owning(sealed, Format.BINARY);
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }

  /**
   * The value as it was before it was stored.
   *
   * @throws AccessDenied if the keyset lacks the key
   * @throws Corrupt if this is not what was stored under this key in this store
   */
  Value decrypt(Key key, Value stored) {
    if (stored.format() != Format.BINARY || stored.length() < PREFIX_BYTES) {
      throw new Corrupt("A stored value is not encrypted, though the store is");
    }
    byte[] message;
    try {
      message = aead.decrypt(stored.bytes(), associatedData.ofValue(key));
    } catch (GeneralSecurityException e) {
      throw refused(keyId(stored), keys, "A stored value", e);
    }
    int length = message.length - 1;
    if (length < 0) {
      throw new Corrupt("A stored value has no format");
    }
    return Value.owning(Arrays.copyOf(message, length), format(message[length]));
  }

  /** The number of the key that encrypted it, as the ciphertext claims. */
  static long keyId(Value stored) {
    return stored.length() < PREFIX_BYTES ? -1 : Integer.toUnsignedLong(stored.buffer().getInt(1));
  }

  /** Why something could not be decrypted. */
  static StorageException refused(long keyId, Keys keys, String what, GeneralSecurityException e) {
    if (keys.canDecrypt(keyId)) {
      return new Corrupt(what + " was changed, or moved here from elsewhere", e)
          .with("key-id", keyId);
    }
    return new AccessDenied(what + " is encrypted with a key that the keyset lacks", e)
        .with("key-id", keyId)
        .with("keyset", keys.enabledIds());
  }

  private static Format format(byte code) {
    return switch (code) {
      case JSON -> Format.JSON;
      case BINARY -> Format.BINARY;
      default -> throw new Corrupt("A stored value has a format that is not known");
    };
  }

  /** Only a key that lives elsewhere can fail to encrypt. */
  private static StorageException failed(GeneralSecurityException e) {
    return new Unavailable("The value could not be encrypted", e);
  }
}
