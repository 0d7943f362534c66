package io.holdall.storage.spi;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator.Trait;
import java.util.List;

/**
 * The order in which decorators make sense. It is checked whenever a stack is built, in code or
 * from a profile. Decorators are written innermost first: the first stands next to the backend.
 */
public final class StackOrder {
  /** Two traits that must not stand in this order, and why. */
  private record Rule(Trait inner, Trait outer, String explanation) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              Trait.JUDGES,
              Trait.REMEMBERS,
              "a cache outside access control would answer everybody with what one may read;"
                  + " write the cache first"),
          new Rule(
              Trait.SHRINKS,
              Trait.SCRAMBLES,
              "encrypted data does not shrink; write the encryption first"),
          new Rule(
              Trait.SCRAMBLES,
              Trait.SPILLS,
              "the cache's second tier would keep in plain text what the store keeps encrypted;"
                  + " encrypt the second tier too, or write the cache before the encryption"),
          new Rule(
              Trait.REPEATS, Trait.REPEATS, "two retry loops multiply their attempts; keep one"));

  private static final String OUTSIDE_ACCESS_CONTROL =
      "storage.as(principal) would leave out what stands outside access control; write access"
          + " control last";

  private StackOrder() {}

  /**
   * Checks a stack.
   *
   * @param decorators innermost first
   * @throws Configuration if two of them stand in an order that makes no sense, with the reason and
   *     what to write instead
   */
  public static void check(List<Decorator> decorators) {
    for (int outer = 1; outer < decorators.size(); outer++) {
      for (Decorator inner : decorators.subList(0, outer)) {
        check(inner, decorators.get(outer));
      }
    }
  }

  private static void check(Decorator inner, Decorator outer) {
    for (Rule rule : RULES) {
      if (inner.traits().contains(rule.inner) && outer.traits().contains(rule.outer)) {
        throw wrong(inner, outer, rule.explanation);
      }
    }
    if (inner.traits().contains(Trait.JUDGES)) {
      throw wrong(inner, outer, OUTSIDE_ACCESS_CONTROL);
    }
  }

  private static Configuration wrong(Decorator inner, Decorator outer, String explanation) {
    return new Configuration(
        "Decorator %s must not stand outside %s: %s"
            .formatted(outer.name(), inner.name(), explanation));
  }
}
