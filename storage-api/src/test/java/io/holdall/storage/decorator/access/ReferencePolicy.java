package io.holdall.storage.decorator.access;

import io.holdall.storage.Key;
import io.holdall.storage.Principal;
import io.holdall.storage.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a policy in as few steps as possible: on segments as they are, without encoding,
 * preparing or ranges, and without parsing JSON. It has nothing in common with what it is compared
 * with.
 *
 * @param given principals by role
 * @param rules the rules
 * @param owners by value, what each field of it says for certain
 */
record ReferencePolicy(
    Map<String, Set<String>> given,
    List<ReferenceRule> rules,
    Map<Value, Map<String, String>> owners) {

  /**
   * A rule as it is written.
   *
   * @param pattern empty for a rule about administering
   */
  record ReferenceRule(
      boolean allows,
      Set<Permission> permissions,
      String pattern,
      Set<String> principals,
      Set<String> roles,
      boolean anyone,
      boolean anonymous,
      @Nullable String ownerField) {

    Rule toRule() {
      Rule rule = Rule.of(allows, permissions);
      rule = pattern.isEmpty() ? rule : rule.on(pattern);
      rule = rule.toPrincipals(principals.toArray(String[]::new));
      rule = rule.toRoles(roles.toArray(String[]::new));
      rule = anyone ? rule.toAnyone() : rule;
      rule = anonymous ? rule.toAnonymous() : rule;
      return ownerField == null ? rule : rule.ownedBy(ownerField);
    }
  }

  Policy toPolicy() {
    Policy.Builder policy = Policy.builder();
    given.forEach((role, names) -> policy.role(role, names.toArray(String[]::new)));
    rules.forEach(rule -> policy.rule(rule.toRule()));
    return policy.build();
  }

  boolean administers(Optional<Principal> who) {
    List<ReferenceRule> about = new ArrayList<>();
    for (ReferenceRule rule : rules) {
      if (rule.permissions.contains(Permission.ADMINISTER) && isFor(rule, who)) {
        about.add(rule);
      }
    }
    return !about.isEmpty() && about.stream().allMatch(ReferenceRule::allows);
  }

  /** Whether it is allowed for an entry with this value; without one, for no entry. */
  boolean allows(Optional<Principal> who, Permission permission, Key key, Optional<Value> value) {
    if (key.collection().startsWith("_holdall")) {
      return administers(who);
    }
    boolean allowed = false;
    for (ReferenceRule rule : rules) {
      if (rule.permissions.contains(permission)
          && isFor(rule, who)
          && matches(List.of(rule.pattern.split("/")), key.segments(), who)) {
        if (!rule.allows) {
          return false;
        }
        allowed |= rule.ownerField == null || owns(who, rule.ownerField, value);
      }
    }
    return allowed;
  }

  /** Whether it would be allowed if the entry belonged to whomever it should belong to. */
  boolean couldAllow(Optional<Principal> who, Permission permission, Key key) {
    List<ReferenceRule> unconditional = new ArrayList<>();
    for (ReferenceRule rule : rules) {
      if (rule.ownerField == null || who.isPresent()) {
        unconditional.add(
            new ReferenceRule(
                rule.allows,
                rule.permissions,
                rule.pattern,
                rule.principals,
                rule.roles,
                rule.anyone,
                rule.anonymous,
                null));
      }
    }
    return new ReferencePolicy(given, unconditional, owners)
        .allows(who, permission, key, Optional.empty());
  }

  private boolean owns(Optional<Principal> who, String field, Optional<Value> value) {
    return who.isPresent()
        && value.isPresent()
        && who.get().name().equals(owners.getOrDefault(value.get(), Map.of()).get(field));
  }

  private boolean isFor(ReferenceRule rule, Optional<Principal> who) {
    if (who.isEmpty()) {
      return rule.anonymous;
    }
    Set<String> roles = new LinkedHashSet<>(who.get().roles());
    given.forEach(
        (role, names) -> {
          if (names.contains(who.get().name())) {
            roles.add(role);
          }
        });
    roles.retainAll(rule.roles);
    return rule.anyone || rule.principals.contains(who.get().name()) || !roles.isEmpty();
  }

  private static boolean matches(
      List<String> pattern, List<String> segments, Optional<Principal> who) {
    if (pattern.isEmpty() || segments.isEmpty()) {
      return pattern.isEmpty() && segments.isEmpty();
    }
    String wanted = pattern.get(0);
    if (wanted.equals("**")) {
      return true;
    }
    boolean fits =
        switch (wanted) {
          case "*" -> true;
          case "{owner}" -> who.isPresent() && who.get().name().equals(segments.get(0));
          default -> Key.parse(wanted).name().equals(segments.get(0));
        };
    return fits
        && matches(pattern.subList(1, pattern.size()), segments.subList(1, segments.size()), who);
  }

  static Set<Permission> all() {
    return EnumSet.complementOf(EnumSet.of(Permission.ADMINISTER));
  }
}
