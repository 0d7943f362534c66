package io.holdall.storage.spi;

import java.util.List;

/** What profiles can name by its type: a backend or a decorator. */
public sealed interface Plugin permits BackendFactory, DecoratorFactory {
  /** The name in {@code type = …}: lower-case words, joined by hyphens if it is a decorator. */
  String type();

  /** What it is, in one line for a person who chooses. */
  String description();

  /** Every setting it understands that is a single text; any other is refused beforehand. */
  List<Setting> settings();
}
