package io.holdall.storage.spi;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes a decorator known to profiles: {@code decorators = [{ type = caching, max-bytes = 64MiB
 * }]}. Found by {@link java.util.ServiceLoader}: its jar names it in {@code
 * META-INF/services/io.holdall.storage.spi.DecoratorFactory}. A factory has no state.
 */
public non-sealed interface DecoratorFactory extends Plugin {
  /**
   * The name of the setting by which a decorator that has stacks of its own finds out at opening
   * where they lie; see {@link Stack#under}.
   */
  String DIRECTORY = "directory";

  /**
   * The names of settings that are objects or lists and that it reads itself, such as the rules of
   * access control or the store of a second tier. Any other name is refused before {@link #create}
   * is called.
   */
  List<String> sections();

  /**
   * Makes the decorator, and opens, reads and touches nothing yet: profiles are checked and
   * explained this way. What it needs is opened when it is put around a backend, and closed when
   * the decorated backend is closed.
   *
   * @param settings values for {@link #settings()}, defaults filled in
   * @param context the sections, and what surrounds the profile
   * @throws io.holdall.storage.StorageException.Configuration if a section is wrong or settings do
   *     not go together
   */
  Decorator create(Settings settings, Context context);

  /** What a factory finds around its settings. */
  interface Context {
    /**
     * A section as it is written, under its own name: {@code rules} is found as {@code
     * section("rules").get().getList("rules")}. Empty if it is not written.
     */
    Optional<Config> section(String name);

    /**
     * Describes the stack that a section holds, {@code { storage { type = … }, decorators = […] }};
     * empty if it is not written. Its relative paths are relative to the working directory, unless
     * the decorator has a setting {@link #DIRECTORY} and it is given: then they stay as they are,
     * for {@link Stack#under}.
     *
     * @throws io.holdall.storage.StorageException.Configuration if it is wrong
     */
    Optional<Stack> stack(String section);

    /** What relative paths in sections are relative to. */
    Path workingDirectory();
  }

  /** A backend with decorators around it, described and checked but not opened. */
  interface Stack {
    /** The decorators, innermost first. */
    List<Decorator> decorators();

    /** The same stack, with the relative paths of its settings relative to this directory. */
    Stack under(Path directory);

    /** Opens it. */
    StorageBackend open();
  }
}
