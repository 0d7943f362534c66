package io.holdall.storage.testkit.objects;

import io.holdall.storage.Key;
import io.holdall.storage.Value;

/** The entry that most tests write and read. */
final class Note {
  static final Key KEY = Key.of("notes", "n1");
  static final Value OLD = Value.json("\"old\"");
  static final Value NEW = Value.json("\"new\"");

  private Note() {}
}
