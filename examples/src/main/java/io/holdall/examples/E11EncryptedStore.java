package io.holdall.examples;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.Value;
import io.holdall.storage.encryption.EncryptedStore;
import io.holdall.storage.encryption.Encryption;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.encryption.KeysetFile;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.file.Path;

/** A store whose file tells nothing: encrypted values and names, and a key that is replaced. */
final class E11EncryptedStore {
  private static final Path STORE = Path.of("encrypted.db");
  private static final Key KEY = Key.of("patients", "Ada Lovelace");

  private E11EncryptedStore() {}

  public static void main(String[] args) {
    KeysetFile file = KeysetFile.at(Path.of("keyset.json"));
    file.create(Keys.create(), false);
    try (Storage storage = open(file.read())) {
      storage.put(KEY, Value.json("{\"pulse\": 62}"));
    }

    // The file cannot be opened without the decorator, nor with other keys.
    try {
      Storage.of(SqliteBackend.open(STORE)).close();
    } catch (StorageException.Configuration e) {
      System.out.println("refused: " + e.text());
    }
    try {
      open(Keys.create()).close();
    } catch (StorageException.AccessDenied e) {
      System.out.println("refused: " + e.text());
    }

    // A new key encrypts from now on; then everything else is encrypted with it too.
    Keys rotated = file.update(Keys::rotated);
    try (Storage storage = open(rotated)) {
      EncryptedStore encrypted = storage.extension(EncryptedStore.class).orElseThrow();
      System.out.println(encrypted.rekey(ProgressListener.NONE).encrypted() + " encrypted anew");
      System.out.println(storage.get(KEY).map(Entry::value).orElseThrow().text());
    }
  }

  private static Storage open(Keys keys) {
    return Storage.builder(SqliteBackend.open(STORE))
        .with(Encryption.of(keys).encryptingNames())
        .open();
  }
}
