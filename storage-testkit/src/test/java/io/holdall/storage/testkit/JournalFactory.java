package io.holdall.storage.testkit;

import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.BackendFactory;
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

  JournalFactory(Opener opener) {
    this.opener = opener;
  }

  /** Makes the backend of what was opened. */
  interface Opener {
    StorageBackend open(MemoryBackend state, FileOutputStream file, JournalLock lock);
  }

  /** The description of a journal in a directory. */
  static BackendUnderTest description(Opener opener) {
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
    boolean readOnly = settings.flag("read-only");
    MemoryBackend state =
        new MemoryBackend(
            LimitSettings.apply(settings, JournalBackend.capabilitiesOf(TYPE))
                .readOnly(readOnly)
                .build());
    try {
      return readOnly ? read(store, state) : write(store, state);
    } catch (IOException e) {
      throw new Unavailable("The journal cannot be opened", e);
    }
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.empty();
  }

  private static StorageBackend read(Path store, MemoryBackend state) throws IOException {
    if (!Files.exists(store)) {
      throw new Unavailable("There is no store").with("reason", "not-found");
    }
    replay(JournalBackend.journalIn(store), state);
    return state;
  }

  private StorageBackend write(Path store, MemoryBackend state) throws IOException {
    Files.createDirectories(store);
    JournalLock lock = JournalLock.take(store);
    Path journal = JournalBackend.journalIn(store);
    long whole = replay(journal, state);
    try (FileChannel channel =
        FileChannel.open(journal, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      channel.truncate(whole);
    }
    return opener.open(state, new FileOutputStream(journal.toFile(), true), lock);
  }

  /** Commits every whole line again, which issues the same versions; gives their length. */
  private static long replay(Path journal, MemoryBackend state) throws IOException {
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
