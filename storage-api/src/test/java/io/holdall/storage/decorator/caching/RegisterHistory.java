package io.holdall.storage.decorator.caching;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Operations on one key with their results, and whether there is an order of them that explains all
 * results: each operation takes effect at one moment between its beginning and its end.
 */
final class RegisterHistory {
  private static final int NEVER = Integer.MAX_VALUE;

  private final List<Operation> operations = new ArrayList<>();

  /**
   * @param text what it was and gave
   * @param begin the moment it began
   * @param end the moment it ended
   * @param isOptional whether it may have had no effect at all
   * @param effect the state after it, given the one before it; empty if its result does not fit
   */
  private record Operation(
      String text,
      int begin,
      int end,
      boolean isOptional,
      Function<Optional<String>, Optional<Optional<String>>> effect) {}

  /** A read that gave this. */
  void read(int begin, int end, Optional<String> result) {
    add("read " + result, begin, end, false, s -> s.equals(result) ? Optional.of(s) : NO);
  }

  /** A write of this, empty for a delete. */
  void written(int begin, int end, Optional<String> state) {
    add("wrote " + state, begin, end, false, before -> Optional.of(state));
  }

  /** A write of this, of which nobody knows whether and when it has happened. */
  void perhapsWritten(int begin, Optional<String> state) {
    add("perhaps wrote " + state, begin, NEVER, true, before -> Optional.of(state));
  }

  /** A write on the condition that there was nothing. */
  void createdIfAbsent(int begin, int end, String state, boolean isCreated) {
    add(
        (isCreated ? "created " : "did not create ") + state,
        begin,
        end,
        false,
        before -> {
          if (before.isEmpty() != isCreated) {
            return NO;
          }
          return Optional.of(isCreated ? Optional.of(state) : before);
        });
  }

  /** Whether an order explains everything, beginning with this state. */
  boolean isLinearizable(Optional<String> initial) {
    return explains(initial, operations);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Operation operation : operations) {
      String end = operation.end == NEVER ? "?" : Integer.toString(operation.end);
      text.append("%n  %s [%d, %s]".formatted(operation.text, operation.begin, end));
    }
    return text.toString();
  }

  private static final Optional<Optional<String>> NO = Optional.empty();

  private void add(
      String text,
      int begin,
      int end,
      boolean isOptional,
      Function<Optional<String>, Optional<Optional<String>>> effect) {
    operations.add(new Operation(text, begin, end, isOptional, effect));
  }

  private static boolean explains(Optional<String> state, List<Operation> left) {
    int firstEnd = left.stream().mapToInt(Operation::end).min().orElse(NEVER);
    boolean isExplained = left.stream().allMatch(Operation::isOptional);
    for (Operation operation : left) {
      if (!isExplained && operation.begin <= firstEnd) {
        List<Operation> rest = new ArrayList<>(left);
        rest.remove(operation);
        Optional<Optional<String>> after = operation.effect.apply(state);
        isExplained = after.isPresent() && explains(after.get(), rest);
      }
    }
    return isExplained;
  }
}
