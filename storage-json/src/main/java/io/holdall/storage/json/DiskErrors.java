package io.holdall.storage.json;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.LockedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;

/** What failures of the file system mean to a caller. */
final class DiskErrors {
  /** What systems say when the disk, a quota or the largest file is full. */
  private static final List<String> NO_ROOM =
      List.of("No space left", "quota exceeded", "not enough space", "File too large");

  /** A message in another language is understood by what is left on the disk. */
  private static final long ROOM_FOR_ANYTHING = 64 << 10;

  private DiskErrors() {}

  /** Writing failed, and nothing was written. */
  static StorageException nothingWritten(Disk disk, Path directory, IOException e) {
    if (isDenied(e)) {
      return new AccessDenied("The files of the store may not be written", e)
          .with("directory", directory);
    }
    return isNoRoom(disk, directory, e)
        ? new LimitExceeded("There is no room left where the store lies", e)
            .with("directory", directory)
        : new Unavailable("The store could not be written to", e).with("directory", directory);
  }

  /** A store could not be opened. */
  static StorageException opening(Disk disk, Path directory, IOException e) {
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
    return isNoRoom(disk, directory, e)
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

  /** The old file API calls every failure to open a missing file, and says the rest in words. */
  private static boolean isDenied(IOException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof AccessDeniedException
        || message.contains("Read-only file system")
        || (e instanceof FileNotFoundException
            && (message.contains("Permission denied") || message.contains("Access is denied")));
  }

  private static boolean isNoRoom(Disk disk, Path directory, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (NO_ROOM.stream().anyMatch(message::contains)) {
      return true;
    }
    try {
      return disk.usableSpace(directory) < ROOM_FOR_ANYTHING;
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
      return false;
    }
  }
}
