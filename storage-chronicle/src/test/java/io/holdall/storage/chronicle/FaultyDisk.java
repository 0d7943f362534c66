package io.holdall.storage.chronicle;

import io.holdall.storage.chronicle.log.Disk;
import io.holdall.storage.chronicle.log.OsDisk;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The disk there is, until it is told to fail. */
final class FaultyDisk implements Disk {
  private final Disk real = new OsDisk();
  private final Thread owner = Thread.currentThread();
  final AtomicInteger madeAhead = new AtomicInteger();
  final AtomicInteger syncs = new AtomicInteger();
  final AtomicInteger syncsToFail = new AtomicInteger();
  volatile boolean allocationFails;
  volatile boolean renameFails;
  final AtomicInteger removalsUntilFailure = new AtomicInteger(Integer.MAX_VALUE);

  @Override
  public MappedByteBuffer allocate(Path file, int length) throws IOException {
    if (!Thread.currentThread().equals(owner)) {
      madeAhead.incrementAndGet();
    }
    if (allocationFails) {
      throw new IOException("No space left on device");
    }
    return real.allocate(file, length);
  }

  @Override
  public void sync(MappedByteBuffer mapped, int from, int length) throws IOException {
    syncs.incrementAndGet();
    if (syncsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("Input/output error");
    }
    real.sync(mapped, from, length);
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    real.write(file, bytes);
  }

  @Override
  public void rename(Path from, Path to, boolean durably) throws IOException {
    if (renameFails) {
      throw new IOException("Input/output error");
    }
    real.rename(from, to, durably);
  }

  @Override
  public void remove(Path file) throws IOException {
    if (removalsUntilFailure.getAndDecrement() <= 0) {
      throw new IOException("Input/output error");
    }
    real.remove(file);
  }
}
