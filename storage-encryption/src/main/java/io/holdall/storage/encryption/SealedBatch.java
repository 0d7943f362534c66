package io.holdall.storage.encryption;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.WriteBatch.RangeCheck;
import io.holdall.storage.spi.StorageBackend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A batch as it is stored, and its answers as they were asked for. */
final class SealedBatch {
  private static final int ATTEMPTS = 10;

  private final Ciphers ciphers;
  private final WriteBatch plain;
  private final Map<Key, Key> plainKeys = new HashMap<>(); // only where names are encrypted

  SealedBatch(Ciphers ciphers, WriteBatch plain) {
    this.ciphers = ciphers;
    this.plain = plain;
  }

  CommitResult commitTo(StorageBackend store) {
    if (ciphers.names().isEmpty()) {
      return store.commit(sealedValues());
    }
    for (int attempt = 1; ; attempt++) {
      NameChecks checks = new NameChecks(ciphers, store);
      WriteBatch sealed = sealed(checks);
      try {
        return opened(store.commit(sealed));
      } catch (Conflict e) {
        List<Key> keys = e.keys().stream().map(this::plainKey).filter(checks::concern).toList();
        if (!keys.isEmpty() || attempt == ATTEMPTS) {
          throw new Conflict(keys);
        }
      }
    }
  }

  /** The batch where keys are stored as they are. */
  private WriteBatch sealedValues() {
    WriteBatch.Builder sealed = WriteBatch.builder();
    for (Operation operation : plain.operations()) {
      requireOthers(operation.key());
      sealed.add(
          operation instanceof Put put
              ? new Put(
                  put.key(), ciphers.values().encrypt(put.key(), put.value()), put.condition())
              : operation);
    }
    plain.rangeChecks().forEach(check -> addWithoutHeader(sealed, check));
    return sealed.build();
  }

  private static void requireOthers(Key stored) {
    if (stored.equals(Opening.HEADER)) {
      throw new AccessDenied("This entry belongs to the encryption of the store")
          .with("key", stored);
    }
  }

  private WriteBatch sealed(NameChecks checks) {
    WriteBatch.Builder sealed = WriteBatch.builder();
    for (Operation operation : plain.operations()) {
      Key key = Key.parse(ciphers.stored(operation.key()));
      requireOthers(key);
      plainKeys.put(key, operation.key());
      checks.add(operation.key());
      sealed.add(sealed(operation, key));
    }
    for (RangeCheck check : plain.rangeChecks()) {
      addWithoutHeader(sealed, checks.stored(check));
    }
    return sealed.build();
  }

  private Operation sealed(Operation operation, Key key) {
    if (operation instanceof Put put) {
      return new Put(key, ciphers.values().encrypt(key, put.value()), put.condition());
    }
    return operation instanceof Delete
        ? new Delete(key, operation.condition())
        : new Check(key, operation.condition());
  }

  /** The store's own entry is in nobody's range. */
  private static void addWithoutHeader(WriteBatch.Builder sealed, RangeCheck check) {
    KeyRange range = check.range();
    NavigableMap<Key, Version> expected = check.expected();
    if (!range.contains(Opening.HEADER)) {
      sealed.checkRange(range, expected);
      return;
    }
    sealed.checkRange(range.before(Opening.HEADER), expected.headMap(Opening.HEADER, false));
    sealed.checkRange(range.after(Opening.HEADER), expected.tailMap(Opening.HEADER, false));
  }

  private CommitResult opened(CommitResult result) {
    Map<Key, Version> versions = new TreeMap<>();
    result.versions().forEach((key, version) -> versions.put(plainKey(key), version));
    return new CommitResult(versions);
  }

  private Key plainKey(Key stored) {
    Key known = plainKeys.get(stored);
    return known == null ? ciphers.plain(stored) : known;
  }
}
