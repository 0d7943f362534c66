package io.holdall.storage.json.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OsDiskTest {
  private static final int ROUNDS = 3_000;

  private final OsDisk disk = new OsDisk();

  @TempDir private Path directory;

  @Test
  void aFileThatSomebodyIsMakingIsThereOrMissingAndNothingElse() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService maker = Executors.newSingleThreadExecutor();
    try {
      Future<?> made =
          maker.submit(
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  start.await();
                  Files.createFile(directory.resolve("file" + round));
                }
                return null;
              });
      for (int round = 0; round < ROUNDS; round++) {
        start.await();
        openOnceItIsThere(directory.resolve("file" + round));
      }
      made.get();
    } finally {
      maker.shutdownNow();
    }
  }

  private void openOnceItIsThere(Path file) throws IOException {
    while (true) {
      try (ReadableFile opened = disk.openForReading(file)) {
        assertThat(opened.length()).isZero();
        return;
      } catch (NoSuchFileException missing) {
        Thread.onSpinWait();
      }
    }
  }
}
