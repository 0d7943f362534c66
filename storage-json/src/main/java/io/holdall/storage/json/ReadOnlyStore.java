package io.holdall.storage.json;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.log.Follower;
import io.holdall.storage.json.log.Segment;
import io.holdall.storage.json.log.StoreDirectory;
import io.holdall.storage.json.log.View;
import io.holdall.storage.spi.StorageStats;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opening of a store that only reads, and follows whoever writes. It changes no file. */
final class ReadOnlyStore implements OpenStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(ReadOnlyStore.class);

  private final Follower follower;
  private final Retirement retirement = new Retirement(ReadOnlyStore::release);
  private final Readers readers;

  private ReadOnlyStore(Follower follower) {
    this.follower = follower;
    readers = new Readers(this::current, retirement);
  }

  static ReadOnlyStore open(Disk disk, JsonOptions options) {
    try {
      String store =
          StoreDirectory.store(disk, options.directory())
              .orElseThrow(() -> DiskErrors.notFound(options.directory()));
      return new ReadOnlyStore(Follower.open(disk, options.directory(), store));
    } catch (NoSuchFileException e) {
      throw DiskErrors.notFound(options.directory());
    } catch (IOException e) {
      throw DiskErrors.opening(disk, options.directory(), e);
    }
  }

  @Override
  public Readers readers() {
    return readers;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    readers.requireOpen();
    if (batch.writes()) {
      throw new AccessDenied("The store is opened read-only").with("reason", "read-only");
    }
    CommitRequest request = new CommitRequest(batch);
    request.holds(readers.current().index());
    return request.result();
  }

  @Override
  public StorageStats stats() {
    return StoreFigures.of(readers.current(), 0, Optional.empty());
  }

  @Override
  public void close() {
    readers.close();
    for (Segment segment : follower.close()) {
      release(segment);
    }
    retirement.takeAll().forEach(ReadOnlyStore::release);
  }

  private View current() throws IOException {
    List<Segment> released = follower.follow();
    if (!released.isEmpty()) {
      retirement.retire(released);
    }
    return follower.view();
  }

  private static void release(Segment segment) {
    try {
      segment.close();
    } catch (IOException e) {
      LOGGER.warn("A file of the store could not be closed", e);
    }
  }
}
