package io.holdall.storage.testkit;

import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.LimitSettings;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StoreMaintenance;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens {@link JournalBackend}s, or broken ones. */
final class JournalFactory implements BackendFactory {
  private static final String TYPE = "journal";

  private final Opener opener;

  private JournalFactory(Opener opener) {
    this.opener = opener;
  }

  /** Opens a store for writing. */
  interface Opener {
    StorageBackend open(Path store, Capabilities.Builder capabilities) throws IOException;
  }

  /** Makes the backend of what was opened. */
  interface Maker {
    StorageBackend make(MemoryBackend state, FileOutputStream file, JournalLock lock);
  }

  /** A journal with one writing process. */
  static BackendUnderTest single(Maker maker) {
    return openedBy(singleOpener(maker));
  }

  /** A journal that several processes write. */
  static BackendUnderTest shared(boolean catchesUp) {
    return openedBy(sharedOpener(catchesUp));
  }

  static Opener singleOpener(Maker maker) {
    return (store, capabilities) -> write(store, capabilities, maker);
  }

  static Opener sharedOpener(boolean catchesUp) {
    return (store, capabilities) -> {
      Files.createDirectories(store);
      MemoryBackend state = new MemoryBackend(capabilities.multipleWriters(true).build());
      return new SharedJournal(state, JournalBackend.journalIn(store), catchesUp);
    };
  }

  static BackendUnderTest openedBy(Opener opener) {
    return BackendUnderTest.of(new JournalFactory(opener)).withPath("path", "store");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String description() {
    return "a line for each commit, for tests of the kit";
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(LimitSettings.all());
    settings.add(Setting.required("path", Kind.PATH, "the directory of the store"));
    settings.add(Setting.optional("read-only", Kind.BOOLEAN, "false", "refuse every write"));
    return settings;
  }

  @Override
  public StorageBackend open(Settings settings) {
    Path store = settings.path("path");
    Capabilities.Builder capabilities =
        LimitSettings.apply(settings, JournalBackend.capabilitiesOf(TYPE));
    try {
      return settings.flag("read-only")
          ? read(store, capabilities)
          : opener.open(store, capabilities);
    } catch (IOException e) {
      throw new Unavailable("The journal cannot be opened", e);
    }
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.of(new JournalMaintenance());
  }

  private static StorageBackend read(Path store, Capabilities.Builder capabilities)
      throws IOException {
    if (!Files.exists(store)) {
      throw new Unavailable("There is no store").with("reason", "not-found");
    }
    MemoryBackend state = new MemoryBackend(capabilities.readOnly(true).build());
    replay(JournalBackend.journalIn(store), state);
    return state;
  }

  private static StorageBackend write(Path store, Capabilities.Builder capabilities, Maker maker)
      throws IOException {
    MemoryBackend state = new MemoryBackend(capabilities.build());
    Files.createDirectories(store);
    JournalLock lock = JournalLock.take(store);
    Path journal = JournalBackend.journalIn(store);
    long whole = replay(journal, state);
    try (FileChannel channel =
        FileChannel.open(journal, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      channel.truncate(whole);
    }
    return maker.make(state, new FileOutputStream(journal.toFile(), true), lock);
  }

  /** Commits every whole line again, which issues the same versions; gives their length. */
  static long replay(Path journal, MemoryBackend state) throws IOException {
    if (!Files.exists(journal)) {
      return 0;
    }
    String text = Files.readString(journal, StandardCharsets.US_ASCII);
    int whole = text.lastIndexOf('\n') + 1;
    text.substring(0, whole)
        .lines()
        .filter(line -> !line.isEmpty())
        .forEach(line -> state.commit(JournalLine.parse(line)));
    return whole;
  }
}
