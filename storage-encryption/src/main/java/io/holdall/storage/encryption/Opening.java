package io.holdall.storage.encryption;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageReader;
import io.holdall.storage.spi.StoreRequirements;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out how a store is encrypted, or makes an empty one an encrypted one. Two processes that do
 * so at once agree: the first to write the store's own entry decides.
 *
 * @param keys the keyset
 * @param storeId the id that the store is to have, if it is not a random one
 * @param names which segments of keys are to be encrypted
 */
record Opening(Keys keys, Optional<String> storeId, NamePatterns names) {
  /** Where the store keeps how it is encrypted. */
  static final Key HEADER = StoreRequirements.key(Encryption.NAME);

  private static final int ATTEMPTS = 10;

  /**
   * The ciphers of the store; empty if it is empty and cannot be written.
   *
   * @throws Configuration if the store has unencrypted entries, or was encrypted otherwise
   */
  Optional<Ciphers> open(StorageBackend store) {
    Capabilities capabilities = store.capabilities();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Ciphers> found = find(store);
      if (found.isPresent() || capabilities.readOnly()) {
        return found;
      }
      create(store);
    }
    return Optional.of(
        find(store).orElseThrow(() -> new Unavailable("The store changes while it is opened")));
  }

  /**
   * The ciphers of the store as it is; empty if it is empty.
   *
   * @throws Configuration if the store has unencrypted entries, or was encrypted otherwise
   */
  Optional<Ciphers> find(StorageReader store) {
    Optional<Entry> entry = store.get(List.of(HEADER)).get(0);
    if (entry.isEmpty()) {
      if (isEmpty(store)) {
        return Optional.empty();
      }
      // It is written before all else: what another process has just begun shows it now.
      entry = listed(store);
    }
    if (entry.isEmpty()) {
      throw new Configuration(
          "This store is not encrypted and has entries; to encrypt them, copy it into a new store"
              + " that is ('holdall copy')");
    }
    Header header = Header.parse(entry.get().value());
    Ciphers ciphers = header.open(keys);
    if (storeId.isPresent() && !storeId.get().equals(header.storeId())) {
      throw new Configuration("The store has another id than the setting store-id says")
          .with("setting", "store-id")
          .with("store", header.storeId());
    }
    if (!names.equals(header.names())) {
      throw new Configuration(
              "The store was made with other patterns of encrypted keys than encrypt-keys says;"
                  + " they are fixed when a store is made, copy it into a new one")
          .with("setting", "encrypt-keys")
          .with("store", header.names().isEmpty() ? "none" : header.names().text());
    }
    return Optional.of(ciphers);
  }

  /** The entries that are not the store's own. */
  static List<Entry> withoutHeader(List<Entry> stored) {
    return stored.stream().filter(entry -> !entry.key().equals(HEADER)).toList();
  }

  /** Writes the store's own entry, unless another process was faster. */
  private void create(StorageBackend store) {
    try {
      store.commit(first(store.capabilities()));
    } catch (Conflict | OutcomeUnknown e) {
      if (find(store).isEmpty() && e instanceof OutcomeUnknown) {
        throw e;
      }
    }
  }

  /** The store's own entry by a scan, which no cache answers with what it was a moment ago. */
  private static Optional<Entry> listed(StorageReader store) {
    Scan beside = Scan.under(HEADER.parent().orElseThrow());
    return store.scan(beside).entries().stream()
        .filter(entry -> entry.key().equals(HEADER))
        .findFirst();
  }

  private static boolean isEmpty(StorageReader store) {
    return store.scan(Scan.all().limit(1).keysOnly()).entries().isEmpty();
  }

  private WriteBatch first(Capabilities capabilities) {
    if (!capabilities.conditions() && storeId.isEmpty()) {
      throw new Configuration(
              "This store keeps no conditions, so two processes that open it first could disagree"
                  + " on its id; set one")
          .with("setting", "store-id");
    }
    Condition absent = capabilities.conditions() ? Condition.absent() : Condition.any();
    WriteBatch.Builder batch =
        WriteBatch.builder().put(HEADER, Header.create(storeId, names, keys).value(), absent);
    if (capabilities.rangeChecks()) {
      batch.checkRange(KeyRange.all(), new TreeMap<>());
    }
    return batch.build();
  }
}
