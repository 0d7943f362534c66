package io.holdall.storage.json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of the files of a {@link FaultyDisk}: what a process sees, and what a power cut would
 * leave. As with a file system's journal, changes become durable in the order they were made.
 */
final class FakeNames {
  private record Change(Path directory, Map<Path, FakeFile> after) {}

  private Map<Path, FakeFile> names = new TreeMap<>();
  private Map<Path, FakeFile> durable = new TreeMap<>();
  private final List<Change> unsynced = new ArrayList<>();

  @Nullable FakeFile get(Path path) {
    return names.get(path);
  }

  Set<Path> paths() {
    return new HashSet<>(names.keySet());
  }

  void put(Path path, FakeFile file) {
    names.put(path, file);
    changed(path);
  }

  void rename(Path from, Path to, FakeFile file) {
    names.put(to, file);
    names.remove(from);
    changed(to);
  }

  void delete(Path path) {
    if (names.remove(path) != null) {
      changed(path);
    }
  }

  /** Behind the back of the process, and durable at once. */
  void set(Path path, FakeFile file) {
    names.put(path, file);
    durable.put(path, file);
  }

  /** Behind the back of the process, and durable at once. */
  void remove(Path path) {
    names.remove(path);
    durable.remove(path);
  }

  void sync(Path directory) {
    int last = -1;
    for (int i = 0; i < unsynced.size(); i++) {
      if (unsynced.get(i).directory().equals(directory)) {
        last = i;
      }
    }
    if (last >= 0) {
      durable = unsynced.get(last).after();
      unsynced.subList(0, last + 1).clear();
    }
  }

  /** Of what was not synced, chance decides how much is left. */
  void losePower(Random random) {
    int survive = random.nextInt(unsynced.size() + 1);
    Map<Path, FakeFile> left = survive == 0 ? durable : unsynced.get(survive - 1).after();
    names = new TreeMap<>(left);
    durable = new TreeMap<>(left);
    unsynced.clear();
    new LinkedHashSet<>(names.values()).forEach(file -> file.losePower(random));
  }

  private void changed(Path path) {
    unsynced.add(new Change(parent(path), new TreeMap<>(names)));
  }

  static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
