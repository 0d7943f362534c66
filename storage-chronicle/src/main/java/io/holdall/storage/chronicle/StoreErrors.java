package io.holdall.storage.chronicle;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.chronicle.log.LockedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What failures of the disk mean to a caller. */
final class StoreErrors {
  private static final List<String> NO_ROOM =
      List.of("No space left", "not enough space", "Disk quota exceeded");
  private static final long ROOM_FOR_ANYTHING = 1 << 20;

  private StoreErrors() {}

  /** A commit could not be written, and nothing of it was. */
  static StorageException writing(Path directory, IOException e) {
    return isNoRoom(directory, e)
        ? new LimitExceeded("There is no room left where the store lies", e)
            .with("directory", directory)
        : new Unavailable("The store could not be written to", e).with("directory", directory);
  }

  /** A store could not be opened. */
  static StorageException opening(Path directory, IOException e) {
    if (e instanceof LockedException locked) {
      return new Unavailable("Another opening of the store may write to it", e)
          .with("reason", "locked")
          .with("holder", locked.holder())
          .with("directory", directory);
    }
    if (isDenied(e)) {
      return new AccessDenied("The files of the store may not be used", e)
          .with("directory", directory);
    }
    return isNoRoom(directory, e)
        ? new LimitExceeded("There is no room left where the store lies", e)
            .with("directory", directory)
        : new Unavailable("The store could not be opened", e).with("directory", directory);
  }

  /** There is no store to be opened read-only. */
  static StorageException notFound(Path directory) {
    return new Unavailable("There is no store")
        .with("reason", "not-found")
        .with("directory", directory);
  }

  private static boolean isDenied(IOException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof AccessDeniedException
        || (e instanceof FileNotFoundException
            && (message.contains("Permission denied") || message.contains("Access is denied")));
  }

  private static boolean isNoRoom(Path directory, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (NO_ROOM.stream().anyMatch(message::contains)) {
      return true;
    }
    try {
      return Files.getFileStore(directory).getUsableSpace() < ROOM_FOR_ANYTHING;
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
      return false;
    }
  }
}
