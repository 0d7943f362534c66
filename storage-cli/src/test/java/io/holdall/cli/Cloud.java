package io.holdall.cli;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.emulators.s3.FakeS3;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.encryption.Keys;
import io.holdall.storage.encryption.KeysetFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An S3 in this process with a bucket, and the environment in which a profile finds it. As an
 * extension it lasts as long as a test:
 *
 * <pre>{@code
 * @TempDir Path directory;
 * @RegisterExtension final Cloud cloud = new Cloud(() -> directory);
 * }</pre>
 */
final class Cloud implements AfterEachCallback, AutoCloseable {
  static final String BUCKET = "tests";

  final FakeS3 service = FakeS3.start();
  private final Supplier<Path> directory;

  /**
   * @param directory where caches, keys and stores lie; asked for when it is needed first
   */
  Cloud(Supplier<Path> directory) {
    this.directory = directory;
    service.createBucket(BUCKET);
  }

  /** What a user would set for {@code cloud_direct}, without a key. */
  Map<String, String> plain() {
    Map<String, String> variables = new HashMap<>();
    variables.put("HOLDALL_PROFILE", "cloud_direct");
    variables.put("HOLDALL_S3_BUCKET", BUCKET);
    variables.put("HOLDALL_S3_PREFIX", "store"); // no store may lie below another's
    variables.put("HOLDALL_S3_ENDPOINT", service.endpoint().toString());
    variables.put("HOLDALL_S3_PATH_STYLE", "true");
    variables.put("HOLDALL_S3_ACCESS_KEY", FakeS3.ACCESS_KEY);
    variables.put("HOLDALL_S3_SECRET_KEY", FakeS3.SECRET_KEY);
    variables.put("HOLDALL_CACHING_DIRECTORY", cache().toString());
    return variables;
  }

  /** The same with a key. */
  Map<String, String> encrypted() {
    Map<String, String> variables = plain();
    variables.put("HOLDALL_ENCRYPTION_KEYSET_FILE", keyset().toString());
    return variables;
  }

  Path cache() {
    return directory.get().resolve("cache");
  }

  Path keyset() {
    Path file = directory.get().resolve("keyset.json");
    if (!Files.exists(file)) {
      KeysetFile.at(file).create(Keys.create(), false);
    }
    return file;
  }

  Profile profile(Map<String, String> variables) {
    return Profiles.load(variables, directory.get()).profile("cloud_direct");
  }

  Storage open(Map<String, String> variables) {
    return profile(variables).open();
  }

  /** Commands in this environment. */
  Stores stores(Map<String, String> variables) {
    return Stores.in(directory.get()).with("cloud_direct").with(variables);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    close();
  }

  @Override
  public void close() {
    service.close();
  }
}
