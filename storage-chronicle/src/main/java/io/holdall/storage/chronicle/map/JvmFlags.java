package io.holdall.storage.chronicle.map;

import io.holdall.storage.StorageException.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Chronicle Map needs of the JVM. Asked before any of its classes is touched: without a flag
 * they fail with errors that name none.
 */
public final class JvmFlags {
  private record Need(String module, String packageName, boolean opened) {
    String flag() {
      return "%s=%s/%s=ALL-UNNAMED"
          .formatted(opened ? "--add-opens" : "--add-exports", module, packageName);
    }

    boolean isMet(Module user) {
      Optional<Module> found = ModuleLayer.boot().findModule(module);
      return found.isPresent()
          && (opened
              ? found.get().isOpen(packageName, user)
              : found.get().isExported(packageName, user));
    }
  }

  private static final List<Need> NEEDS =
      List.of(
          new Need("java.base", "java.lang", true),
          new Need("java.base", "java.lang.reflect", true),
          new Need("java.base", "sun.nio.ch", false),
          new Need("java.base", "jdk.internal.ref", false));

  /** Of a Chronicle that does not take {@link GlobalState} and compiles a class at each start. */
  private static final Need COMPILER = new Need("jdk.compiler", "com.sun.tools.javac.file", true);

  private JvmFlags() {}

  /**
   * Checks this JVM.
   *
   * @throws Configuration quoting every flag that is missing
   */
  public static void require() {
    require(JvmFlags.class.getModule());
  }

  static void require(Module user) {
    List<String> missing = new ArrayList<>();
    for (Need need : NEEDS) {
      if (!need.isMet(user)) {
        missing.add(need.flag());
      }
    }
    if (missing.isEmpty() && !GlobalState.register() && !COMPILER.isMet(user)) {
      missing.add(COMPILER.flag());
    }
    if (!missing.isEmpty()) {
      throw new Configuration(
          "Type 'chronicle' needs the JVM to be started with: " + String.join(" ", missing));
    }
  }
}
