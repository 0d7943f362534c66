package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.ReadingExtension;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What can be told of a decorator by looking at its class: that it is final and says itself what
 * each method of the SPI does, so that it cannot forget one and let data by that it should have
 * looked at.
 */
public final class DecoratorRules {
  private DecoratorRules() {}

  /**
   * Asserts that the class is final and declares every method of {@link StorageBackend} itself,
   * inherited ones of its interfaces included.
   */
  public static void overridesEveryMethod(Class<? extends StorageBackend> decorator) {
    assertThat(Modifier.isFinal(decorator.getModifiers()))
        .as("%s is final", decorator.getName())
        .isTrue();
    assertThat(missing(decorator, StorageBackend.class))
        .as("methods of StorageBackend that %s leaves to others", decorator.getName())
        .isEmpty();
  }

  /** Asserts that the SPI has no default methods, so that what forgets one does not compile. */
  public static void spiHasNoDefaultMethods() {
    Stream<Method> methods =
        Stream.<Class<?>>of(StorageBackend.class, Snapshot.class)
            .flatMap(type -> Stream.of(type.getMethods()));
    assertThat(methods.filter(Method::isDefault)).as("default methods of the SPI").isEmpty();
  }

  /** Which of its delegate's extensions a decorator hands on. */
  public enum HandsOn {
    /** Each: it changes neither what is stored nor who may see it. */
    ALL,
    /** Those marked as {@link ReadingExtension}: it forbids, counts or delays writes. */
    READING,
    /** None: it hides or transforms what is stored. */
    NONE
  }

  /**
   * Asserts that the decorator hands on just these extensions of its delegate: one that is marked
   * as reading only, one that is not, and none that the delegate does not have.
   */
  public static void handsOn(HandsOn expected, Decorator decorator) {
    try (StorageBackend decorated =
        decorator.decorate(withExtensions(new MemoryBackend(), new Reads() {}, new Writes() {}))) {
      assertThat(decorated.extension(Reads.class).isPresent())
          .as("%s hands on an extension that only reads", decorator.name())
          .isEqualTo(expected != HandsOn.NONE);
      assertThat(decorated.extension(Writes.class).isPresent())
          .as("%s hands on an extension that may write", decorator.name())
          .isEqualTo(expected == HandsOn.ALL);
      assertThat(decorated.extension(Nobodys.class))
          .as("an extension that the delegate of %s does not have", decorator.name())
          .isEmpty();
    }
  }

  /** An extension that only reads. */
  private interface Reads extends ReadingExtension {}

  /** An extension of which nothing is known. */
  private interface Writes {}

  /** An extension that only reads, and that nobody has. */
  private interface Nobodys extends ReadingExtension {}

  private static StorageBackend withExtensions(StorageBackend backend, Reads reads, Writes writes) {
    return (StorageBackend)
        Proxy.newProxyInstance(
            StorageBackend.class.getClassLoader(),
            new Class<?>[] {StorageBackend.class},
            (proxy, method, arguments) ->
                method.getName().equals("extension")
                    ? Stream.of(reads, writes)
                        .filter(((Class<?>) arguments[0])::isInstance)
                        .findAny()
                    : method.invoke(backend, arguments));
  }

  private static List<String> missing(Class<?> type, Class<?> contract) {
    return Stream.of(contract.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !declares(type, method))
        .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
        .sorted()
        .distinct()
        .toList();
  }

  private static boolean declares(Class<?> type, Method method) {
    return Stream.of(type.getDeclaredMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }
}
