package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.Unavailable;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceTest {
  @TempDir Path root;

  @Test
  void eachOpeningHasItsOwn() {
    try (Place first = Place.below(root);
        Place second = Place.below(root)) {
      assertThat(first.directory()).isNotEqualTo(second.directory());
      assertThat(first.directory()).isEmptyDirectory();
      assertThat(second.directory()).isEmptyDirectory();
    }
  }

  @Test
  void onlyWhatWasLeftBehindIsDeleted() throws IOException {
    Path outside = Files.writeString(root.resolve("precious.txt"), "x");
    Path first;
    try (Place place = Place.below(root)) {
      first = place.directory();
    }
    Files.createDirectories(first.resolve("sub"));
    Files.writeString(first.resolve("sub/left.db"), "of a process that was killed");
    Files.createSymbolicLink(first.resolve("link"), outside);

    try (Place place = Place.below(root)) {
      assertThat(place.directory()).isEqualTo(first).isEmptyDirectory();
    }
    assertThat(outside).hasContent("x");
  }

  @Test
  void whatItHeldIsGoneWhenItIsGivenBack() throws IOException {
    Place place = Place.below(root);
    Files.writeString(place.directory().resolve("cache.db"), "data");
    place.close();
    assertThat(place.directory()).isEmptyDirectory();

    try (Place next = Place.below(root)) {
      Path file = Files.writeString(next.directory().resolve("cache.db"), "of the next");
      place.close(); // once more
      assertThat(file).hasContent("of the next");
    }
  }

  @Test
  void onlyTheOwnerCanRead() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path parent = root.resolve("made");
    try (Place place = Place.below(parent)) {
      for (Path directory : new Path[] {parent, place.directory()}) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void aFileInTheWayIsUnavailable() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");
    assertThatThrownBy(() -> Place.below(file)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> Place.below(file.resolve("below"))).isInstanceOf(Unavailable.class);
    assertThat(file).hasContent("x");
  }
}
