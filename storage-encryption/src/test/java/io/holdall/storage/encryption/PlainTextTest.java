package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks through every file of a store, byte by byte, for what must not be there. */
class PlainTextTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"json", "sqlite"})
  void noFileOfAnEncryptedStoreHasAValueInIt(String backend) throws Exception {
    writeAndDie(backend, "values");
    assertThat(filesWith(SecretWriter.IN_VALUE)).isEmpty();
    assertThat(filesWith(SecretWriter.IN_NAME)).as("names that are not encrypted").isNotEmpty();
    workOn(backend, "values");
    assertThat(filesWith(SecretWriter.IN_VALUE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "sqlite"})
  void noFileOfAStoreWithEncryptedNamesHasANameInIt(String backend) throws Exception {
    writeAndDie(backend, "names");
    assertThat(filesWith(SecretWriter.IN_VALUE)).isEmpty();
    assertThat(filesWith(SecretWriter.IN_NAME)).isEmpty();
    workOn(backend, "names");
    assertThat(filesWith(SecretWriter.IN_VALUE)).isEmpty();
    assertThat(filesWith(SecretWriter.IN_NAME)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "sqlite"})
  void theSearchFindsWhatIsNotEncrypted(String backend) throws Exception {
    writeAndDie(backend, "nothing");
    assertThat(filesWith(SecretWriter.IN_VALUE)).isNotEmpty();
    assertThat(filesWith(SecretWriter.IN_NAME)).isNotEmpty();
  }

  private void writeAndDie(String backend, String encrypted) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of(SecretWriter.class.getName(), backend, store().toString(), encrypted));
    Path errors = directory.resolve("errors.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectOutput(errors.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
  }

  /** Opens the store after its writer died, changes it, and closes it properly. */
  private void workOn(String backend, String encrypted) {
    try (Storage storage = SecretWriter.open(backend, store(), encrypted)) {
      List<Key> keys = storage.keys(Scan.under(Key.of("people"))).toList();
      assertThat(keys).hasSizeGreaterThan(20);
      keys.stream().limit(keys.size() / 2).forEach(storage::delete);
      assertThat(storage.get(keys.get(keys.size() - 1))).isPresent();
    }
  }

  private Path store() {
    return directory.resolve("data").resolve("store");
  }

  /** The files that hold the text, as it is or in Base64. */
  private List<Path> filesWith(String text) throws IOException {
    List<String> forms = new ArrayList<>(List.of(text));
    for (int shift = 0; shift < 3; shift++) {
      String padded = " ".repeat(shift) + text;
      String base64 =
          Base64.getEncoder().encodeToString(padded.getBytes(StandardCharsets.US_ASCII));
      forms.add(base64.substring(4, base64.length() - 4)); // where neighbours do not reach
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (forms.stream().anyMatch(content::contains)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
