package io.holdall.storage.decorator.access;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Principal;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy means for one caller. It knows nothing of any store and says what is allowed for
 * entries that it is given; what that means for reads and commits is the business of others.
 *
 * <p>The framework's collections are not for rules: who may administer may do anything there, and
 * nobody else anything.
 */
final class Judge {
  /** What can be said of a key before its entry is known. */
  enum Verdict {
    /** Whatever is or is not there. */
    ALWAYS,
    /** Whatever is or is not there. */
    NEVER,
    /** Only if the entry belongs to the caller; not without an entry. */
    IF_OWNED
  }

  /** An allowed pattern with the field that must hold the caller's name. */
  private record Owned(KeyPattern pattern, String field) {}

  /** All that applies to one permission. */
  private record Grounds(List<KeyPattern> denied, List<KeyPattern> allowed, List<Owned> owned) {
    static Grounds none() {
      return new Grounds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Optional<Principal> principal;
  private final Optional<String> ownerName;
  private final boolean administers;
  private final Map<Permission, Grounds> grounds = new EnumMap<>(Permission.class);

  private Judge(Optional<Principal> principal, boolean administers) {
    this.principal = principal;
    this.ownerName = principal.flatMap(who -> encoded(who.name()));
    this.administers = administers;
    for (Permission permission : Permission.values()) {
      grounds.put(permission, Grounds.none());
    }
  }

  /** With the rules that apply to this caller. */
  static Judge of(Optional<Principal> principal, List<Rule> rules) {
    List<Rule> about = rules.stream().filter(r -> r.isAbout(Permission.ADMINISTER)).toList();
    Judge judge = new Judge(principal, !about.isEmpty() && about.stream().allMatch(Rule::allows));
    rules.forEach(judge::add);
    return judge;
  }

  private void add(Rule rule) {
    for (KeyPattern written : rule.patterns()) {
      written.forOwner(ownerName).ifPresent(pattern -> add(rule, pattern));
    }
  }

  private void add(Rule rule, KeyPattern pattern) {
    grounds.forEach(
        (permission, its) -> {
          if (!rule.isAbout(permission)) {
            return;
          }
          if (!rule.allows()) {
            its.denied.add(pattern);
          } else if (rule.ownerField().isEmpty()) {
            its.allowed.add(pattern);
          } else if (ownerName.isPresent()) {
            its.owned.add(new Owned(pattern, rule.ownerField().get()));
          }
        });
  }

  /** The name as a segment of a key; a name that no key could have owns nothing. */
  private static Optional<String> encoded(String name) {
    try {
      return Optional.of(Key.of(name).encoded());
    } catch (InvalidArgument e) {
      return Optional.empty();
    }
  }

  Optional<Principal> principal() {
    return principal;
  }

  /** Whether the caller may administer the store. */
  boolean administers() {
    return administers;
  }

  /** What can be said without knowing the entry. */
  Verdict verdict(Permission permission, Key key) {
    if (key.isReserved()) {
      return administers ? Verdict.ALWAYS : Verdict.NEVER;
    }
    Grounds its = groundsOf(permission);
    if (matchesAny(its.denied, key)) {
      return Verdict.NEVER;
    }
    if (matchesAny(its.allowed, key)) {
      return Verdict.ALWAYS;
    }
    return its.owned.stream().anyMatch(owned -> owned.pattern.matches(key))
        ? Verdict.IF_OWNED
        : Verdict.NEVER;
  }

  /** Whether it is allowed for an entry with this value. */
  boolean allows(Permission permission, Key key, Value value) {
    return switch (verdict(permission, key)) {
      case ALWAYS -> true;
      case NEVER -> false;
      case IF_OWNED ->
          groundsOf(permission).owned.stream()
              .filter(owned -> owned.pattern.matches(key))
              .anyMatch(owned -> isOwn(OwnerField.of(value, owned.field)));
    };
  }

  /** Whether it is allowed for this entry, which has its value if the verdict depends on it. */
  boolean allows(Permission permission, Entry entry) {
    return switch (verdict(permission, entry.key())) {
      case ALWAYS -> true;
      case NEVER -> false;
      case IF_OWNED -> allows(permission, entry.key(), entry.value());
    };
  }

  private boolean isOwn(Optional<String> owner) {
    return owner.isPresent() && owner.equals(principal.map(Principal::name));
  }

  /** Whether a verdict on this permission can depend on a value. */
  boolean looksAtValues(Permission permission) {
    return !groundsOf(permission).owned.isEmpty();
  }

  /** Ranges outside which it is never allowed; they may overlap. */
  List<KeyRange> ranges(Permission permission) {
    Grounds its = groundsOf(permission);
    List<KeyRange> ranges = new ArrayList<>();
    its.allowed.forEach(pattern -> ranges.add(pattern.range()));
    its.owned.forEach(owned -> ranges.add(owned.pattern.range()));
    return ranges;
  }

  /** Whether it is always allowed for every key of a range without framework's collections. */
  boolean allowsAll(Permission permission, KeyRange range) {
    Grounds its = groundsOf(permission);
    return its.denied.stream().noneMatch(pattern -> Ranges.overlap(pattern.range(), range))
        && its.allowed.stream()
            .anyMatch(
                pattern -> pattern.fitsAllInRange() && Ranges.contains(pattern.range(), range));
  }

  private Grounds groundsOf(Permission permission) {
    Grounds its = grounds.get(permission);
    return its == null ? Grounds.none() : its;
  }

  private static boolean matchesAny(List<KeyPattern> patterns, Key key) {
    for (KeyPattern pattern : patterns) {
      if (pattern.matches(key)) {
        return true;
      }
    }
    return false;
  }
}
