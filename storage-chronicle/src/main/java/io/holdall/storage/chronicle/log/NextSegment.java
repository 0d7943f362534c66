package io.holdall.storage.chronicle.log;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The file of the segment that will follow, made by a thread of its own while the present one is
 * written: taking the room for it takes long, and no commit is to wait for that. If it cannot be
 * made nobody hears of it: the file is then made when it is needed, and that says why it cannot.
 *
 * <p>For one thread at a time.
 */
final class NextSegment {
  /** Smaller ones are made when they are needed. */
  private static final int WORTHWHILE_BYTES = 1 << 20;

  private static final int PAGE_BYTES = 4096;

  private final Disk disk;
  private final boolean syncs;
  private @Nullable Path path;
  private @Nullable CompletableFuture<MappedByteBuffer> making;

  NextSegment(Disk disk, boolean syncs) {
    this.disk = disk;
    this.syncs = syncs;
  }

  /** Whether it is time to begin, once the present segment is half full. */
  boolean isDue(int length) {
    return making == null && length >= WORTHWHILE_BYTES;
  }

  /** Begins to make it. */
  void prepare(Path unfinished, int length) {
    CompletableFuture<MappedByteBuffer> file = new CompletableFuture<>();
    path = unfinished;
    making = file;
    Thread maker = new Thread(() -> make(file, unfinished, length), "holdall-" + unfinished);
    maker.setDaemon(true);
    maker.start();
  }

  private void make(CompletableFuture<MappedByteBuffer> file, Path unfinished, int length) {
    try {
      MappedByteBuffer mapped = disk.allocate(unfinished, length);
      for (int at = 0; at < length; at += PAGE_BYTES) {
        mapped.put(at, (byte) 0); // has the system map the page now and not under a commit
      }
      if (syncs) {
        disk.sync(mapped, 0, length);
      }
      file.complete(mapped);
    } catch (IOException | RuntimeException | Error e) {
      file.completeExceptionally(e);
    }
  }

  /** The file, if it was prepared and has the room; waits for it if it is being made. */
  @Nullable MappedByteBuffer take(int least) {
    CompletableFuture<MappedByteBuffer> begun = making;
    making = null;
    if (begun == null) {
      return null;
    }
    try {
      MappedByteBuffer made = begun.join();
      return made.capacity() >= least ? made : null;
    } catch (CompletionException notMade) {
      return null;
    }
  }

  /** Gives up what was prepared. */
  void close() throws IOException {
    Path unfinished = path;
    if (making != null && unfinished != null) {
      take(Integer.MAX_VALUE);
      Files.deleteIfExists(unfinished);
    }
  }
}
