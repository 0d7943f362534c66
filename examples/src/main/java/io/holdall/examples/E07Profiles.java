package io.holdall.examples;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Lets configuration choose the backend, so that the program need not know it. */
final class E07Profiles {
  private E07Profiles() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(
        Path.of("holdall.conf"),
        """
        holdall.profiles.notes {
          description = "my own notes"
          storage { type = json, path = notes }
        }
        """);

    // The environment selects a profile; here one is handed in instead of the process's own.
    Profiles profiles = Profiles.load(Map.of("HOLDALL_PROFILE", "notes"), Path.of(""));
    profiles.list().forEach(p -> System.out.println((p.selected() ? "* " : "  ") + p.name()));
    try (Storage storage = profiles.open()) {
      storage.put(Key.of("notes", "1"), Value.json("\"bring the maps\""));
      System.out.println("kept by " + storage.capabilities().backend());
    }

    try {
      profiles.profile("nots");
    } catch (Configuration e) {
      System.out.println(e.text());
    }
  }
}
