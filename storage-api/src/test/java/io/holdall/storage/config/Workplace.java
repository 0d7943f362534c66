package io.holdall.storage.config;

import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.DecoratorFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A working directory, an environment and a class path, as a process would have them. */
final class Workplace {
  private final Path directory;
  private final Path classPath;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Workplace(Path root) {
    directory = create(root.resolve("work"));
    classPath = create(root.resolve("classes"));
    backends(
        StandIns.Chronicle.class, StandIns.Json.class, StandIns.S3.class, StandIns.Sqlite.class);
    decorators(
        StandInDecorators.Cache.class,
        StandInDecorators.Judge.class,
        StandInDecorators.Compression.class,
        StandInDecorators.Encryption.class);
  }

  Path directory() {
    return directory;
  }

  /** The user's file in the working directory. */
  Workplace conf(String text) {
    return file("work/" + ConfigFiles.FILE_NAME, text);
  }

  /** A file on the class path. */
  Workplace resource(String name, String text) {
    return file("classes/" + name, text);
  }

  Workplace file(String name, String text) {
    Path file = directory.resolveSibling(name);
    create(file.resolveSibling(""));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Workplace env(String name, String text) {
    environment.put(name, text);
    return this;
  }

  @SafeVarargs
  final Workplace backends(Class<? extends BackendFactory>... factories) {
    return services(names(factories));
  }

  @SafeVarargs
  final Workplace decorators(Class<? extends DecoratorFactory>... factories) {
    return resource("META-INF/services/" + DecoratorFactory.class.getName(), names(factories));
  }

  private static String names(Class<?>... factories) {
    return Arrays.stream(factories).map(Class::getName).collect(Collectors.joining("\n"));
  }

  /** The service file of the backends on the class path. */
  Workplace services(String names) {
    return resource("META-INF/services/" + BackendFactory.class.getName(), names);
  }

  Profiles load() {
    return loader().load();
  }

  Profiles.Loader loader() {
    return Profiles.loader()
        .environment(environment)
        .workingDirectory(directory)
        .classLoader(classLoader(Workplace.class.getClassLoader()));
  }

  ClassLoader classLoader(@Nullable ClassLoader parent) {
    try {
      return new URLClassLoader(new URL[] {classPath.toUri().toURL()}, parent);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path create(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
