package io.holdall.storage.migration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * How far a copy has come, recorded in the target. A hint that saves work and nothing more: a copy
 * that trusts a wrong one notices when it verifies.
 */
final class Checkpoint {
  private static final Key COLLECTION = Key.of(Key.RESERVED_PREFIX + "_copy");
  private static final int LONGEST_NAME = 200;

  /** Room for the longest key, the longest name, both escaped, and what is around them. */
  private static final int LARGEST_RECORD = 4_096;

  private final Storage target;
  private final String name;
  private final Key key;
  private final boolean fits;

  /**
   * What was recorded.
   *
   * @param after the last key that was dealt with
   * @param entries how many entries were dealt with
   */
  record Position(Key after, long entries) {}

  Checkpoint(Storage target, String name, KeyRange range) {
    this.target = target;
    this.name = readable(name);
    this.key = COLLECTION.child(id(name + '\n' + range.from() + '\n' + range.to()));
    Capabilities limits = target.capabilities();
    this.fits =
        limits.maxKeyBytes() >= key.encoded().length()
            && limits.maxValueBytes() >= LARGEST_RECORD
            && limits.maxBatchBytes() >= 2 * LARGEST_RECORD;
  }

  /** Whether the record can be written together with entries. */
  boolean joinsBatches() {
    Capabilities limits = target.capabilities();
    return fits
        && limits.atomicity() == Capabilities.Atomicity.STORE
        && limits.maxBatchOperations() > 1;
  }

  /** How many bytes of a batch to leave for the record. */
  static int reservedBytes() {
    return LARGEST_RECORD;
  }

  WriteBatch.Put record(Position position) {
    String json =
        ConfigValueFactory.fromMap(
                Map.of(
                    "copy", name, "after", position.after.encoded(), "entries", position.entries))
            .render(ConfigRenderOptions.concise());
    return new WriteBatch.Put(key, Value.json(json), Condition.any());
  }

  /** Writes the record by itself. */
  void save(Position position) {
    if (fits) {
      target.backend().commit(WriteBatch.builder().add(record(position)).build());
    }
  }

  /** What an earlier copy of the same name and range recorded; empty if it is not readable. */
  Optional<Position> read() {
    if (!fits) {
      return Optional.empty();
    }
    return target
        .get(key)
        .flatMap(
            entry -> {
              try {
                Config record =
                    ConfigFactory.parseString(
                        entry.value().text(),
                        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
                Key after = Key.parse(record.getString("after"));
                return Optional.of(new Position(after, record.getLong("entries")));
              } catch (ConfigException | InvalidArgument notOurs) {
                return Optional.empty(); // then the copy begins at the beginning
              }
            });
  }

  void remove() {
    if (fits && target.get(key).isPresent()) {
      target.backend().commit(WriteBatch.builder().delete(key).build());
    }
  }

  /** For people who look: not too long, and without halves of characters. */
  private static String readable(String name) {
    String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String id(String description) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(description.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
