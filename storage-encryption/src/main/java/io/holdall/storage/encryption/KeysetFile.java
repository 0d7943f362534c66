package io.holdall.storage.encryption;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A file that holds a keyset, in clear text or encrypted with a key of a key management service. It
 * is written whole or not at all, survives a power cut when a call has returned, and only its owner
 * can read it (on POSIX file systems; elsewhere that is left to whoever keeps it). Immutable.
 */
public final class KeysetFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path file;
  private final Optional<Kms> kms;

  private KeysetFile(Path file, Optional<Kms> kms) {
    this.file = file.toAbsolutePath();
    this.kms = kms;
  }

  /** A file in clear text, which nobody but its owner may be able to read. */
  public static KeysetFile at(Path file) {
    return new KeysetFile(file, Optional.empty());
  }

  /** This file, encrypted. */
  public KeysetFile encryptedBy(Kms key) {
    return new KeysetFile(file, Optional.of(key));
  }

  /**
   * Reads it.
   *
   * @throws Configuration if there is no file, it is no keyset, others may read it though it is in
   *     clear text, or the key management service does not open it
   */
  public Keys read() {
    try {
      if (kms.isEmpty()) {
        requireOwnerOnly();
      }
      return KeysetText.parse(Files.readString(file, StandardCharsets.ISO_8859_1), kms);
    } catch (NoSuchFileException e) {
      throw located(new Configuration("There is no keyset file; 'holdall keys create' makes one"));
    } catch (IOException e) {
      throw located(new Configuration("The keyset file cannot be read", e));
    } catch (Configuration e) {
      throw located(e);
    }
  }

  /**
   * Writes a new file.
   *
   * @param replace whether a file that is there is replaced; what only its keys could read is lost
   * @throws Configuration if there is a file and it is not to be replaced, or it cannot be written
   */
  public void create(Keys keys, boolean replace) {
    if (!replace && Files.exists(file)) {
      throw exists();
    }
    exclusively(next -> install(next, keys, replace));
  }

  /**
   * Changes the keyset; two at once do not undo each other's change.
   *
   * @return the keys as they are now
   * @throws Unavailable if another program changes it at this moment
   * @throws Configuration as {@link #read} and {@link #create} do
   */
  public Keys update(UnaryOperator<Keys> change) {
    return exclusively(
        next -> {
          Keys changed = change.apply(read());
          return install(next, changed, true);
        });
  }

  private interface Work {
    Keys in(NextFile next) throws IOException;
  }

  /** The file as it is to be; that only one program can make it is also the lock. */
  private static final class NextFile {
    private final Path path;
    private boolean ours = true;

    NextFile(Path path) {
      this.path = path;
    }
  }

  private Keys exclusively(Work work) {
    NextFile next = new NextFile(file.resolveSibling(file.getFileName() + ".next"));
    try {
      Files.createFile(next.path, ownerOnly());
    } catch (FileAlreadyExistsException e) {
      throw new Unavailable(
              "Another program is changing the keyset; if it was killed, remove the file", e)
          .with("file", next.path);
    } catch (IOException e) {
      throw located(new Configuration("The keyset file cannot be written", e));
    }
    try {
      return work.in(next);
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw located(new Configuration("The keyset file cannot be written", e));
    } finally {
      if (next.ours) {
        remove(next.path);
      }
    }
  }

  private Keys install(NextFile next, Keys keys, boolean replace) throws IOException {
    String text = kms.map(key -> KeysetText.encrypted(keys, key)).orElseGet(keys::json);
    try (FileChannel channel = FileChannel.open(next.path, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (replace) {
      Files.move(next.path, file, StandardCopyOption.ATOMIC_MOVE);
      next.ours = false;
    } else {
      putInPlace(next);
    }
    syncDirectory();
    return keys;
  }

  /** A link fails if the file exists, which a move does not promise. */
  private void putInPlace(NextFile next) throws IOException {
    try {
      Files.createLink(file, next.path);
    } catch (UnsupportedOperationException e) {
      Files.move(next.path, file);
      next.ours = false;
    }
  }

  private void syncDirectory() throws IOException {
    Path directory = file.getParent();
    if (directory == null || !isPosix()) {
      return; // only POSIX systems open directories
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void requireOwnerOnly() throws IOException {
    if (!isPosix()) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      throw new Configuration(
              "Others may read or write the keyset file, which is in clear text; take that from"
                  + " them: chmod 600")
          .with("permissions", PosixFilePermissions.toString(permissions));
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private void remove(Path next) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException e) {
      throw located(new Configuration("A file that is left over cannot be removed", e));
    }
  }

  private Configuration exists() {
    return located(
        new Configuration("There is a keyset file already; replacing it loses its keys"));
  }

  private Configuration located(Configuration e) {
    e.with("file", file);
    return e;
  }
}
