package io.holdall.storage.spi.objects;

import io.holdall.storage.Condition;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.util.Optional;

/**
 * The object that says that under this prefix there is a store, and in which form. Written by the
 * first opening that may write, so that a store that was never made is not opened for reading, and
 * a later form is not taken for this one.
 */
final class StoreMarker {
  private static final Value TEXT = Value.json("{\"store\":\"holdall\",\"form\":1}");

  private final ObjectService service;
  private final String name;

  StoreMarker(ObjectService service, ObjectNames names) {
    this.service = service;
    this.name = names.marker();
  }

  void require(Attempts attempts, boolean readOnly) {
    Optional<StoredObject> found = attempts.read(() -> service.read(name));
    if (found.isPresent()) {
      if (!found.get().value().equals(TEXT)) {
        throw new Corrupt(
                "What is stored here has another form than this version of the backend reads")
            .with("file", name);
      }
    } else if (readOnly) {
      throw new Unavailable("There is no store to be opened read-only")
          .with("reason", "not-found")
          .with("file", name);
    } else {
      attempts.read(this::write);
    }
  }

  /** Whoever else writes it at the same time writes the same. */
  private boolean write() throws ObjectFailure {
    try {
      service.write(name, TEXT, ObjectWrites.nonce(), Condition.any());
      return true;
    } catch (ObjectFailure e) {
      if (e.kind() == Kind.CONDITION) {
        return false;
      }
      throw e;
    }
  }
}
