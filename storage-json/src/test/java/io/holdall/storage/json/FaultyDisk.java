package io.holdall.storage.json;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.LockedException;
import io.holdall.storage.json.disk.ReadableFile;
import io.holdall.storage.json.disk.WritableFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A disk in memory that fails when it is told to, and that knows what a power cut would leave: what
 * was synced, and of the rest whatever chance decides. After a failed sync it behaves like Linux:
 * what was to be written is forgotten, and a later sync of the same file succeeds without it.
 */
final class FaultyDisk implements Disk {
  private final Random random;
  private final FakeNames names = new FakeNames();
  private final Set<Path> locked = new HashSet<>();
  private Fault fault = Fault.NONE;
  private int countdown;
  private int failing;
  private boolean full;
  private boolean dead;
  private boolean powerLost;
  private int operations;

  /** Run before every sync of a file, to hold it up. */
  private volatile Runnable beforeSync = () -> {};

  private volatile Runnable beforeOpening = () -> {};
  private volatile Runnable beforeListing = () -> {};

  FaultyDisk(long seed) {
    random = new Random(seed);
  }

  /** Lets something happen at the n-th changing operation from now. */
  void plan(Fault next, int operation) {
    fault = next;
    countdown = operation;
  }

  /** How many changing operations there were. */
  int operations() {
    return operations;
  }

  boolean isDead() {
    return dead;
  }

  /** Run before every opening of a file for reading. */
  void beforeOpening(Runnable hook) {
    beforeOpening = hook;
  }

  /** Run before every listing of a directory. */
  void beforeListing(Runnable hook) {
    beforeListing = hook;
  }

  void beforeSync(Runnable hook) {
    beforeSync = hook;
  }

  /** Lets everything fail until {@link #repair()}. */
  synchronized void breakDown() {
    failing = Integer.MAX_VALUE;
  }

  /** Ends a failure that lasts. */
  void repair() {
    full = false;
    failing = 0;
    fault = Fault.NONE;
  }

  /** Kills the process now. */
  void kill() {
    dead = true;
  }

  /** Cuts the power now. */
  void cutPower() {
    dead = true;
    powerLost = true;
  }

  /** Starts the machine again, or just the process, with what is left. */
  synchronized void reboot() {
    if (powerLost) {
      names.losePower(random);
    }
    dead = false;
    powerLost = false;
    locked.clear();
    repair();
  }

  /** The bytes of a file, to be damaged. */
  synchronized byte[] content(Path path) {
    FakeFile file = names.get(path);
    if (file == null) {
      throw new IllegalArgumentException("There is no " + path);
    }
    return Arrays.copyOf(file.data, file.length);
  }

  /** Replaces a file. */
  synchronized void setContent(Path path, byte[] content) {
    FakeFile file = new FakeFile();
    file.write(0, content, 0, content.length);
    file.sync();
    names.set(path, file);
  }

  /** Changes the bytes of a file under whoever has it open. */
  synchronized void overwrite(Path path, byte[] content) {
    FakeFile file = names.get(path);
    if (file == null) {
      throw new IllegalArgumentException("There is no " + path);
    }
    file.write(0, content, 0, content.length);
    file.sync();
  }

  /** Removes a file. */
  synchronized void remove(Path path) {
    names.remove(path);
  }

  synchronized Set<Path> files() {
    return names.paths();
  }

  /** A copy of everything, as it is in memory. */
  synchronized FaultyDisk copy() {
    FaultyDisk copy = new FaultyDisk(random.nextLong());
    names.paths().forEach(path -> copy.setContent(path, content(path)));
    return copy;
  }

  private void requireAlive() throws IOException {
    if (dead) {
      throw new IOException("The process is dead");
    }
  }

  /** Counts a changing operation; true if it is to fail half-way. */
  private boolean step(boolean takesRoom) throws IOException {
    requireAlive();
    operations++;
    if (fault != Fault.NONE && --countdown == 0) {
      Fault now = fault;
      fault = Fault.NONE;
      switch (now) {
        case FAILS_ONCE -> failing = 1;
        case FAILS_FOR_A_WHILE -> failing = 1 + random.nextInt(12);
        case DISK_FULL -> full = true;
        case KILL -> kill();
        case POWER_CUT -> cutPower();
        case NONE -> {}
      }
    }
    if (failing > 0) {
      failing--;
      return true;
    }
    return dead || (full && takesRoom);
  }

  private IOException failure() {
    return new IOException(full ? "No space left on device" : "Input/output error");
  }

  @Override
  public synchronized WritableFile create(Path path) throws IOException {
    if (step(true)) {
      throw failure();
    }
    FakeFile file = new FakeFile();
    names.put(path, file);
    return new Writing(file, 0);
  }

  @Override
  public synchronized WritableFile openForWriting(Path path, long position) throws IOException {
    requireAlive();
    return new Writing(existing(path), (int) position);
  }

  @Override
  public ReadableFile openForReading(Path path) throws IOException {
    beforeOpening.run();
    synchronized (this) {
      requireAlive();
      return new Reading(existing(path));
    }
  }

  private FakeFile existing(Path path) throws IOException {
    FakeFile file = names.get(path);
    if (file == null) {
      throw new NoSuchFileException(path.toString());
    }
    return file;
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    boolean fails = step(false);
    // A rename that fails may have happened.
    if (!fails || random.nextBoolean()) {
      names.rename(from, to, existing(from));
    }
    if (fails) {
      throw failure();
    }
  }

  @Override
  public synchronized void link(Path existing, Path link) throws IOException {
    if (step(true)) {
      throw failure();
    }
    names.put(link, existing(existing));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    if (step(false)) {
      throw failure();
    }
    names.delete(path);
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    if (step(false)) {
      throw failure();
    }
    names.sync(directory);
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    requireAlive();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    beforeListing.run();
    synchronized (this) {
      requireAlive();
      return names.paths().stream()
          .filter(path -> FakeNames.parent(path).equals(directory))
          .map(path -> String.valueOf(path.getFileName()))
          .sorted()
          .toList();
    }
  }

  @Override
  public synchronized boolean exists(Path path) {
    return names.paths().stream().anyMatch(name -> name.startsWith(path));
  }

  @Override
  public long usableSpace(Path directory) {
    return 1L << 40;
  }

  @Override
  public synchronized Lock lock(Path directory) throws IOException {
    requireAlive();
    if (!locked.add(directory)) {
      throw new LockedException("this test");
    }
    return () -> {
      synchronized (this) {
        locked.remove(directory);
      }
    };
  }

  private final class Writing implements WritableFile {
    private final FakeFile file;
    private int position;

    Writing(FakeFile file, int position) {
      this.file = file;
      this.position = position;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (FaultyDisk.this) {
        boolean fails = step(true);
        int written = fails ? random.nextInt(length + 1) : length;
        file.write(position, bytes, offset, written);
        position += written;
        if (fails) {
          throw failure();
        }
      }
    }

    @Override
    public void sync() throws IOException {
      beforeSync.run();
      synchronized (FaultyDisk.this) {
        if (step(false)) {
          file.failSync(random);
          throw failure();
        }
        file.sync();
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (FaultyDisk.this) {
        if (step(false)) {
          throw failure();
        }
        file.truncate((int) length);
        position = (int) length;
      }
    }

    @Override
    public void close() {}
  }

  private final class Reading implements ReadableFile {
    private final FakeFile file;
    private boolean closed;

    Reading(FakeFile file) {
      this.file = file;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      synchronized (FaultyDisk.this) {
        requireOpen();
        int count = (int) Math.max(0, Math.min(length, file.length - position));
        System.arraycopy(file.data, (int) Math.min(position, file.length), into, offset, count);
        return count;
      }
    }

    @Override
    public long length() throws IOException {
      synchronized (FaultyDisk.this) {
        requireOpen();
        return file.length;
      }
    }

    @Override
    public void close() {
      synchronized (FaultyDisk.this) {
        closed = true;
      }
    }

    private void requireOpen() throws IOException {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (dead) {
        throw new FileNotFoundException("The process is dead");
      }
    }
  }
}
