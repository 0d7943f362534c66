package io.holdall.storage.decorator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Key;
import io.holdall.storage.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DenialsTest {
  private static final Optional<Principal> ANA = Optional.of(Principal.of("ana"));
  private static final Key KEY = Key.of("notes", "a b");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 500_000_000);
  private final List<String> lines = new ArrayList<>();
  private final Denials denials = new Denials(nanos::get, lines::add);

  @Test
  void denialIsLoggedWithPrincipalPermissionAndKey() {
    denials.count(ANA, Permission.READ, KEY);
    denials.count(Optional.empty(), Permission.DELETE, KEY);
    assertThat(lines)
        .containsExactly(
            "Access denied: ana may not read notes/a%20b",
            "Access denied: (nobody) may not delete notes/a%20b");
  }

  @Test
  void noNameBreaksOutOfItsLineOrPassesForAnother() {
    for (String name :
        List.of("x\nAccess denied: ben", "(nobody)", "\u001b[31m", "\ud800", "y".repeat(9_000))) {
      denials.count(Optional.of(Principal.of(name)), Permission.READ, KEY);
    }
    assertThat(lines)
        .hasSize(5)
        .allMatch(line -> line.matches("[ -~…]{1,300}"))
        .noneMatch(line -> line.contains("(nobody)"));
  }

  @Test
  void longNameThatEndsInTheMiddleOfACharacterIsStillLogged() {
    denials.count(Optional.of(Principal.of("y".repeat(63) + "\ud83d\ude00")), Permission.READ, KEY);
    assertThat(lines).hasSize(1);
  }

  @Test
  void eachIsCountedAndFewAreLogged() {
    for (int i = 0; i < 1_000; i++) {
      denials.count(ANA, Permission.READ, KEY);
    }
    assertThat(lines).hasSize(Denials.LOGGED_PER_SECOND);
    nanos.addAndGet(1_000_000_000); // past the largest number there is
    denials.refused(ANA, Permission.CREATE, KEY);
    assertThat(lines.subList(Denials.LOGGED_PER_SECOND, lines.size()))
        .containsExactly(
            "Access denied 980 more times, not logged one by one",
            "Access denied: ana may not create notes/a%20b");
    assertThat(denials.denied()).isEqualTo(1_001);
    assertThat(denials.denied(Permission.READ)).isEqualTo(1_000);
    assertThat(denials.denied(Permission.CREATE)).isEqualTo(1);
    assertThat(denials.denied(Permission.LIST)).isZero();
  }
}
