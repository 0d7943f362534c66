package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.testkit.disk.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store that one test works on: a fresh one, opened on first use, closed and removed after the
 * test. Tests take it as a parameter; a backend's further tests may, too, if they extend {@link
 * BackendContract}. For the test's own thread, but for {@link #openBeside}; the {@link Storage} it
 * gives is for all.
 */
public final class StoreUnderTest {
  private static final String READ_ONLY = "read-only";

  private final BackendUnderTest description;
  private final Class<? extends BackendContract> contract;
  private final Path directory;
  private final Map<String, String> changes = new LinkedHashMap<>();
  private final Openings openings = new Openings();
  private final List<ChildProcess> children = new ArrayList<>();
  private @Nullable Storage current;

  /**
   * @param contract the class that describes the backend, for other processes
   */
  StoreUnderTest(
      BackendUnderTest description, Class<? extends BackendContract> contract, Path directory) {
    this.description = description;
    this.contract = contract;
    this.directory = directory;
  }

  /** The store; opened by the first call. */
  public Storage storage() {
    Storage open = current;
    if (open == null) {
      open = openBeside(Map.of());
      current = open;
    }
    return open;
  }

  /** The backend behind it, all decorators included. */
  public StorageBackend backend() {
    return storage().backend();
  }

  /** What it claims. */
  public Capabilities capabilities() {
    return storage().capabilities();
  }

  /** The directory below which everything of this test lies. */
  public Path directory() {
    return directory;
  }

  /** How the store is opened. */
  public BackendUnderTest description() {
    return description;
  }

  /** Closes the store and opens it again. */
  public Storage reopen() {
    close();
    return storage();
  }

  /** Closes the store; {@link #storage()} opens it again. */
  public void close() {
    if (current != null) {
      openings.close(current);
      current = null;
    }
  }

  /**
   * Closes the store and opens it with a setting that stays until the end of the test; skips the
   * test if the factory does not know the setting.
   */
  public Storage reopenWith(String setting, String text) {
    needSetting(setting);
    changes.put(setting, text);
    return reopen();
  }

  /**
   * One more opening of the same store, beside the first. Several threads may open it at once.
   *
   * @throws IllegalStateException if the test has ended meanwhile; then nothing stays open
   */
  public Storage openBeside(Map<String, String> further) {
    return openings.add(Storage.of(description.open(settings(further))));
  }

  /** One more opening, read-only; skips the test if the factory does not know {@code read-only}. */
  public Storage openReadOnly() {
    needSetting(READ_ONLY);
    return openBeside(Map.of(READ_ONLY, "true"));
  }

  /** A store like this one, in a directory of its own; the caller closes it. */
  StoreUnderTest another() {
    try {
      return in(Files.createTempDirectory(scratch(), "another-"));
    } catch (IOException e) {
      throw new UncheckedIOException("No directory for another store", e);
    }
  }

  /** A store like this one, on a disk of its own; the caller closes it. */
  StoreUnderTest on(SmallDisk disk) {
    try {
      return in(disk.directory());
    } catch (IOException e) {
      throw new UncheckedIOException("No directory for a store on another disk", e);
    }
  }

  private StoreUnderTest in(Path sandbox) throws IOException {
    return new StoreUnderTest(
        description, contract, Files.createDirectory(sandbox.resolve("inner")));
  }

  /** A disk for a store, below this one's directory; the caller closes it. */
  SmallDisk disk(long bytes) {
    return SmallDisk.mount(scratch().resolve("disk"), bytes);
  }

  /** Another process that knows how to open this store; ended after the test. */
  ChildProcess startChild() {
    String described = description.isNamedByType() ? "" : contract.getName();
    ChildStore store = new ChildStore(description.type(), described, settings(Map.of()));
    ChildProcess child = ChildProcess.start(store, scratch());
    children.add(child);
    return child;
  }

  private Path scratch() {
    return Objects.requireNonNull(directory.getParent(), "a directory below the test's own");
  }

  /** The settings that open this store, as a factory takes them. */
  Settings checkedSettings() {
    return description.checked(settings(Map.of()));
  }

  private Map<String, String> settings(Map<String, String> further) {
    Map<String, String> texts = description.settingsIn(directory, changes);
    texts.putAll(further);
    return texts;
  }

  /** Whether what is written is there after reopening. */
  public boolean isPersistent() {
    return capabilities().durability() != Durability.NONE;
  }

  /** Whether a batch of several operations can be committed. */
  public boolean hasBatches() {
    return capabilities().atomicity() == Atomicity.STORE;
  }

  /** Asserts that a limit is what a setting says; decorators may keep a part for themselves. */
  void assertLimit(String name, long claimed, long setting) {
    if (description.decorators().isEmpty()) {
      assertThat(claimed).as(name).isEqualTo(setting);
    } else {
      assertThat(claimed).as(name).isBetween(1L, setting);
    }
  }

  /** Skips the test unless what is written is there after reopening. */
  public void needPersistence() {
    assumeTrue(isPersistent(), "the backend keeps nothing after close (durability NONE)");
  }

  /** Skips the test unless batches of several operations can be committed. */
  public void needBatches() {
    assumeTrue(hasBatches(), "the backend changes one entry at a time (atomicity ENTRY)");
  }

  /** Skips the test unless conditions are kept. */
  public void needConditions() {
    assumeTrue(capabilities().conditions(), "the backend keeps no conditions");
  }

  /** Skips the test unless ranges can be checked. */
  public void needRangeChecks() {
    assumeTrue(capabilities().rangeChecks(), "the backend checks no ranges");
  }

  /** Skips the test unless there are snapshots. */
  public void needSnapshots() {
    assumeTrue(capabilities().snapshots(), "the backend has no snapshots");
  }

  /** Skips the test unless several openings may write to the store at once. */
  public void needMultipleWriters() {
    needPersistence();
    assumeTrue(capabilities().multipleWriters(), "the backend has one writer at a time");
  }

  /** Skips the test unless one opening at a time may write to the store. */
  public void needOneWriter() {
    needPersistence();
    assumeFalse(capabilities().multipleWriters(), "the backend may have several writers at once");
  }

  /** Skips the test unless the store lies on a disk of this machine. */
  public void needDisk() {
    needPersistence();
    assumeFalse(capabilities().distributed(), "the backend is a service, on no disk of its own");
  }

  /** Skips the test unless the factory knows the setting. */
  public void needSetting(String setting) {
    assumeTrue(
        description.knows(setting), "the backend's factory does not know the setting " + setting);
  }

  /** Writes the values, in as few commits as the store allows. */
  public void putAll(Map<Key, Value> values) {
    if (!hasBatches()) {
      values.forEach(storage()::put);
      return;
    }
    WriteBatch.Builder batch = WriteBatch.builder();
    for (Map.Entry<Key, Value> entry : values.entrySet()) {
      batch.put(entry.getKey(), entry.getValue());
      if (batch.size() == Math.min(100, capabilities().maxBatchOperations())) {
        storage().commit(batch.build());
        batch = WriteBatch.builder();
      }
    }
    storage().commit(batch.build());
  }

  /** Ends every other process and closes every opening of this test. */
  void closeAll() {
    children.forEach(ChildProcess::kill);
    openings.closeAll();
  }
}
