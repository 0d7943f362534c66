package io.holdall.cli.encryption;

import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Table;
import io.holdall.cli.terminal.Terminal;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.encryption.Keys.Info;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a keyset, never the keys themselves.
 *
 * @param keys the keyset
 * @param usage how many entries of a store each has encrypted, if a store was looked at
 */
record KeyTable(Keys keys, Optional<SortedMap<Long, Long>> usage) {
  static KeyTable of(Keys keys) {
    return new KeyTable(keys, Optional.empty());
  }

  void print(Terminal terminal) {
    Table table =
        usage.isEmpty()
            ? new Table(">key", "type", "state")
            : new Table(">key", "type", "state", ">entries", "needed");
    for (Info key : keys.list()) {
      List<String> row = new ArrayList<>(List.of(Long.toString(key.id()), key.type(), state(key)));
      usage.ifPresent(
          used -> {
            row.add(Figures.count(entries(key.id(), used)));
            row.add(needed(key, used));
          });
      table.row(row);
    }
    usage.ifPresent(used -> missing(used).forEach(id -> table.row(missingRow(id, used))));
    table.print(terminal, "");
  }

  List<Map<String, @Nullable Object>> asJson() {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (Info key : keys.list()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("key", key.id());
      object.put("type", key.type());
      object.put("state", state(key));
      usage.ifPresent(used -> object.put("entries", entries(key.id(), used)));
      usage.ifPresent(used -> object.put("needed", isNeeded(key, used)));
      list.add(object);
    }
    usage.ifPresent(
        used ->
            missing(used)
                .forEach(
                    id -> {
                      Map<String, @Nullable Object> object = JsonOutput.object();
                      object.put("key", id);
                      object.put("state", "missing");
                      object.put("entries", entries(id, used));
                      object.put("needed", true);
                      list.add(object);
                    }));
    return list;
  }

  /** Whether entries are encrypted with keys that the keyset lacks or does not use. */
  boolean lacksKeys() {
    return usage.isPresent()
        && usage.get().keySet().stream()
            .anyMatch(id -> keys.list().stream().noneMatch(key -> key.id() == id && key.enabled()));
  }

  private List<Long> missing(SortedMap<Long, Long> used) {
    return used.keySet().stream()
        .filter(id -> keys.list().stream().noneMatch(key -> key.id() == id))
        .toList();
  }

  private static List<String> missingRow(long id, SortedMap<Long, Long> used) {
    String entries = Figures.count(entries(id, used));
    return List.of(Long.toString(id), "", "missing", entries, "yes, and not in the keyset");
  }

  private static String needed(Info key, SortedMap<Long, Long> used) {
    if (!isNeeded(key, used)) {
      return key.enabled() ? "no, may be disabled" : "no";
    }
    return key.enabled() ? "yes" : "yes, and disabled";
  }

  private static boolean isNeeded(Info key, SortedMap<Long, Long> used) {
    return key.primary() || used.containsKey(key.id());
  }

  private static long entries(long id, SortedMap<Long, Long> used) {
    return used.getOrDefault(id, 0L);
  }

  private static String state(Info key) {
    return key.primary() ? "primary" : key.enabled() ? "enabled" : "disabled";
  }
}
