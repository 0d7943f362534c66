package io.holdall.storage.encryption;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import java.util.Optional;

/**
 * Everything needed to turn entries of one store into stored ones and back.
 *
 * @param header what the store keeps of its encryption
 * @param keys the keyset
 * @param values encrypts values
 * @param names encrypts names, if any are
 */
record Ciphers(Header header, Keys keys, ValueCipher values, Optional<NameCipher> names) {
  /** The key as it is stored; perhaps longer than a key may be. */
  String stored(Key key) {
    return names.map(cipher -> cipher.stored(key)).orElseGet(key::encoded);
  }

  /** The key as it was before it was stored. */
  Key plain(Key stored) {
    return names.map(cipher -> cipher.plain(stored)).orElse(stored);
  }

  /** An entry as it was before it was stored under its key. */
  Entry open(Key plain, Entry stored) {
    if (!stored.hasValue()) {
      return Entry.withoutValue(plain, stored.version());
    }
    try {
      return Entry.of(plain, values.decrypt(stored.key(), stored.value()), stored.version());
    } catch (StorageException e) {
      throw e.with("key", plain);
    }
  }
}
