package io.holdall.storage.decorator.access;

import io.holdall.storage.Principal;
import io.holdall.storage.StorageException.Configuration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may do what: rules, and roles given to names. What no rule allows is denied; what a rule
 * denies is denied whatever others allow; the order of the rules makes no difference. Immutable.
 *
 * <pre>{@code
 * Policy policy = Policy.builder()
 *     .role("editor", "ana", "ben")
 *     .rule(Rule.allow(READ, LIST).on("articles/**").toAnyone().toAnonymous())
 *     .rule(Rule.allow(CREATE, UPDATE, DELETE).on("articles/**").toRoles("editor"))
 *     .rule(Rule.allow(ADMINISTER).toPrincipals("ana"))
 *     .build();
 * }</pre>
 */
public final class Policy {
  private final Map<String, Set<String>> rolesByName;
  private final List<Rule> rules;

  private Policy(Map<String, Set<String>> rolesByName, List<Rule> rules) {
    this.rolesByName = rolesByName;
    this.rules = rules;
  }

  /** A policy that allows nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** What it means for one caller, empty for one without a principal. */
  Judge judge(Optional<Principal> principal) {
    return Judge.of(principal, rules.stream().filter(rule -> applies(rule, principal)).toList());
  }

  /** Whether callers without a principal may do anything at all. */
  boolean allowsAnonymous() {
    return rules.stream().anyMatch(rule -> rule.allows() && rule.appliesToAnonymous());
  }

  private boolean applies(Rule rule, Optional<Principal> principal) {
    return principal
        .map(who -> rule.appliesTo(who, rolesOf(who)))
        .orElseGet(rule::appliesToAnonymous);
  }

  private Set<String> rolesOf(Principal principal) {
    Set<String> roles = new TreeSet<>(principal.roles());
    roles.addAll(rolesByName.getOrDefault(principal.name(), Set.of()));
    return roles;
  }

  /** Collects roles and rules; not thread-safe. */
  public static final class Builder {
    private final Map<String, Set<String>> rolesByName = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();

    private Builder() {}

    /**
     * Gives a role to principals by their names, beside the roles that they bring themselves.
     *
     * @throws Configuration if a name is empty
     */
    public Builder role(String role, String... principals) {
      if (role.isEmpty() || Arrays.asList(principals).contains("")) {
        throw new Configuration("A role, or a principal it is given to, has an empty name");
      }
      for (String name : principals) {
        rolesByName.computeIfAbsent(name, any -> new TreeSet<>()).add(role);
      }
      return this;
    }

    /**
     * Adds a rule.
     *
     * @throws Configuration if it does not say to whom it applies or which keys it is about, has an
     *     empty name, or mixes what does not go together
     */
    public Builder rule(Rule rule) {
      rule.check();
      rules.add(rule);
      return this;
    }

    /** The policy. */
    public Policy build() {
      Map<String, Set<String>> roles = new LinkedHashMap<>();
      rolesByName.forEach((name, given) -> roles.put(name, Set.copyOf(given)));
      return new Policy(Map.copyOf(roles), List.copyOf(rules));
    }
  }
}
