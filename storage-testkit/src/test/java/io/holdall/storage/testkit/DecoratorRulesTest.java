package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.memory.MemoryBackend;
import org.junit.jupiter.api.Test;

final class DecoratorRulesTest {
  @Test
  void aDecoratorThatWritesOutEveryMethodPasses() {
    DecoratorRules.overridesEveryMethod(PassThrough.class);
    DecoratorRules.overridesEveryMethod(MemoryBackend.class);
    DecoratorRules.spiHasNoDefaultMethods();
  }

  @Test
  void aDecoratorThatInheritsMethodsIsRefusedAndTheyAreNamed() {
    assertThatThrownBy(() -> DecoratorRules.overridesEveryMethod(BrokenJournal.WritesLater.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("extension[class java.lang.Class]")
        .hasMessageContaining("scan[class io.holdall.storage.Scan]");
  }

  @Test
  void aDecoratorThatCanBeExtendedIsRefused() {
    assertThatThrownBy(() -> DecoratorRules.overridesEveryMethod(JournalBackend.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is final");
  }
}
