package io.holdall.cli.demo;

import io.holdall.cli.terminal.Table;
import io.holdall.emulators.s3.FakeS3;
import io.holdall.storage.config.EffectiveSetting;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment in which {@code cloud_direct} finds the service, as a user would set it. */
final class CloudSettings {
  static final String BUCKET = "holdall-demo";
  static final String KEYSET = "keyset.json";

  private CloudSettings() {}

  static Map<String, String> of(FakeS3 service) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOLDALL_PROFILE", "cloud_direct");
    variables.put("HOLDALL_S3_BUCKET", BUCKET);
    variables.put("HOLDALL_S3_ACCESS_KEY", FakeS3.ACCESS_KEY);
    variables.put("HOLDALL_S3_SECRET_KEY", FakeS3.SECRET_KEY);
    variables.put("HOLDALL_ENCRYPTION_KEYSET_FILE", KEYSET);
    variables.put("HOLDALL_S3_ENDPOINT", service.endpoint().toString());
    variables.put("HOLDALL_S3_PATH_STYLE", "true");
    variables.put("HOLDALL_S3_CREATE_BUCKET", "true");
    return variables;
  }

  /** For people, what is secret masked. */
  static Table table(Map<String, String> variables) {
    Table table = new Table("", "");
    variables.forEach(
        (name, text) -> table.row(name, name.endsWith("_KEY") ? EffectiveSetting.MASK : text));
    return table;
  }
}
