package io.holdall.cli.store;

import io.holdall.cli.command.JsonOutput;
import io.holdall.storage.spi.StoreMaintenance.Damage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Damaged places, as people and programs read them. */
final class DamageReport {
  private DamageReport() {}

  /** A place in one line. */
  static String line(Damage damage) {
    String place =
        damage.offset() < 0 ? damage.file() : damage.file() + " at byte " + damage.offset();
    return place + ": " + damage.problem();
  }

  static List<Map<String, @Nullable Object>> asJson(List<Damage> damages) {
    return damages.stream().map(DamageReport::asJson).toList();
  }

  private static Map<String, @Nullable Object> asJson(Damage damage) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("file", damage.file());
    object.put("offset", damage.offset() < 0 ? null : damage.offset());
    object.put("problem", damage.problem());
    return object;
  }
}
