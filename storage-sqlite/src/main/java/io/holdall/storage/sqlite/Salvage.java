package io.holdall.storage.sqlite;

import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.spi.StoreMaintenance.Damage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies every row whose checksum is right out of a damaged file into a new database, page by page,
 * and lists what should have been there and is not.
 */
final class Salvage implements AutoCloseable {
  private final PageFile from;
  private final String name;
  private final @Nullable Connection to;
  private @Nullable PreparedStatement insertText;
  private @Nullable PreparedStatement insertBytes;
  private final RowSeal seal = new RowSeal();
  private final Map<String, Long> kept = new HashMap<>();
  private final Map<String, Long> indexed = new TreeMap<>();
  private final Map<String, Long> damaged = new TreeMap<>();
  private final List<Damage> lost = new ArrayList<>();
  private long newest;
  private boolean epochFound;

  /**
   * Prepares to look through a file.
   *
   * @param file as damages name it
   * @param to a new store in a transaction, null to look only
   */
  Salvage(PageFile from, Path file, @Nullable Connection to) {
    this.from = from;
    this.name = file.toString();
    this.to = to;
  }

  void run(ProgressListener progress) throws IOException, SQLException {
    BitSet free = from.freePages();
    for (long page = 1; page <= from.pages(); page++) {
      if (!free.get((int) page)) {
        visit(page);
      }
      progress.progress(page, from.pages());
    }
    damaged.forEach(
        (key, offset) -> {
          if (!kept.containsKey(key)) {
            lost.add(new Damage(name, offset, "The row of key " + key + " is damaged"));
          }
        });
    if (epochFound) {
      indexed.remove(Epochs.NAME); // The name is in the index of another table.
    }
    indexed.forEach(
        (key, offset) -> {
          if (!kept.containsKey(key) && !damaged.containsKey(key)) {
            lost.add(new Damage(name, offset, "The row of key " + key + " is missing"));
          }
        });
    if (to != null) {
      Epochs.store(to, Epochs.of(newest) + (1L << 20));
    }
  }

  long entries() {
    return kept.size();
  }

  List<Damage> lost() {
    return lost;
  }

  private void visit(long page) throws IOException, SQLException {
    List<PageFile.Row> rows = new ArrayList<>();
    from.visit(
        page,
        new PageFile.Visitor() {
          @Override
          public void row(PageFile.Row row) {
            rows.add(row);
          }

          @Override
          public void indexed(PageFile.Row row) {
            row.text(0).filter(Salvage::isKey).ifPresent(key -> indexed.put(key, row.offset()));
          }

          @Override
          public void unreadable(long offset) {
            lost.add(new Damage(name, offset, "What stood here is no readable row"));
          }
        });
    for (PageFile.Row row : rows) {
      if (row.cells().size() == 4) {
        take(row);
      } else if (row.text(0).filter(Epochs.NAME::equals).isPresent()) {
        epochFound = true;
      }
    }
  }

  private void take(PageFile.Row row) throws SQLException {
    String key = row.text(0).orElse("");
    long version = row.number(1).orElse(0L);
    long checksum = row.number(2).orElse(0L);
    Format format = seal.formatOf(key, version, checksum);
    if (format == null
        || !isKey(key)
        || !(row.cells().get(3) instanceof byte[] value)
        || !seal.covers(value, checksum)) {
      if (isKey(key)) {
        damaged.put(key, row.offset());
      } else {
        lost.add(new Damage(name, row.offset(), "A row is damaged, its key too"));
      }
      return;
    }
    Long before = kept.get(key);
    if (before != null && before >= version) {
      return;
    }
    kept.put(key, version);
    newest = Math.max(newest, version);
    if (to != null) {
      PreparedStatement insert = insert(to, format == Format.JSON && JsonText.isPlain(value));
      insert.setString(1, key);
      insert.setLong(2, version);
      insert.setLong(3, checksum);
      insert.setBytes(4, value);
      insert.executeUpdate();
    }
  }

  private PreparedStatement insert(Connection into, boolean text) throws SQLException {
    PreparedStatement prepared = text ? insertText : insertBytes;
    if (prepared == null) {
      prepared =
          into.prepareStatement(
              "INSERT OR REPLACE INTO entries (key, version, checksum, value) VALUES (?, ?, ?, "
                  + (text ? "CAST(? AS TEXT))" : "?)"));
      if (text) {
        insertText = prepared;
      } else {
        insertBytes = prepared;
      }
    }
    return prepared;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement prepared : Arrays.asList(insertText, insertBytes)) {
      if (prepared != null) {
        prepared.close();
      }
    }
  }

  private static boolean isKey(String text) {
    try {
      return Key.parse(text).encoded().equals(text);
    } catch (InvalidArgument e) {
      return false;
    }
  }
}
