package io.holdall.cli.entry;

import io.holdall.cli.command.JsonOutput;
import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Value;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** Entries as JSON objects, for programs. */
final class EntryJson {
  private EntryJson() {}

  /** Key and version, and what is known of the value but not the value. */
  static Map<String, @Nullable Object> of(Entry entry) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("key", entry.key().encoded());
    object.put("version", entry.version().text());
    if (entry.hasValue()) {
      object.put("format", format(entry.value()));
      object.put("bytes", entry.value().length());
    }
    return object;
  }

  /** With the value: JSON as it is, anything else as {@code base64}. */
  static Map<String, @Nullable Object> withValue(Entry entry) {
    Map<String, @Nullable Object> object = of(entry);
    Optional<String> compact =
        entry.value().format() == Format.JSON ? JsonText.compact(entry.value()) : Optional.empty();
    if (compact.isPresent()) {
      object.put("value", new RawValue(compact.get()));
    } else {
      object.put("base64", Base64.getEncoder().encodeToString(entry.value().bytes()));
    }
    return object;
  }

  static String format(Value value) {
    return value.format().name().toLowerCase(Locale.ROOT);
  }
}
