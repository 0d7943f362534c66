package io.holdall.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What profiles find of the decorators in this module. */
final class FactoriesTest {
  private final List<DecoratorFactory> factories =
      StreamSupport.stream(ServiceLoader.load(DecoratorFactory.class).spliterator(), false)
          .toList();

  @Test
  void everyDecoratorIsFoundOnce() {
    assertThat(factories.stream().map(DecoratorFactory::type))
        .doesNotHaveDuplicates()
        .contains("limits", "namespace", "read-only", "retry");
  }

  @Test
  void everyFactoryDescribesItselfAndItsSettings() {
    for (DecoratorFactory factory : factories) {
      assertThat(factory.type()).matches("[a-z]+(-[a-z]+)*");
      assertThat(factory.description()).as(factory.type()).isNotBlank().doesNotContain("\n");
      assertThat(factory.settings().stream().map(Setting::name))
          .as(factory.type())
          .doesNotHaveDuplicates()
          .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"))
          .noneMatch(factory.sections()::contains);
      assertThat(factory.settings()).noneMatch(setting -> setting.description().isBlank());
    }
  }
}
