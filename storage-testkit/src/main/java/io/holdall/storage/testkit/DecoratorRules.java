package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
