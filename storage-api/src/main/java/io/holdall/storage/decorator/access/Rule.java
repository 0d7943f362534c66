package io.holdall.storage.decorator.access;

import io.holdall.storage.Principal;
import io.holdall.storage.StorageException.Configuration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One sentence of a {@link Policy}: who may, or may not, do what with which entries. Immutable;
 * each method gives a changed copy.
 *
 * <pre>{@code
 * Rule.allow(READ, LIST).on("articles/**").toAnyone();
 * Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("users/{owner}/**").toAnyone();
 * Rule.allow(UPDATE, DELETE).on("articles/*").toRoles("author").ownedBy("author");
 * Rule.deny(DELETE).on("articles/archive/**").toRoles("author");
 * }</pre>
 */
public final class Rule {
  private final boolean allows;
  private final Set<Permission> permissions;
  private final List<KeyPattern> patterns;
  private final Set<String> principals;
  private final Set<String> roles;
  private final boolean anyone;
  private final boolean anonymous;
  private final @Nullable String ownerField;

  private Rule(
      boolean allows,
      Set<Permission> permissions,
      List<KeyPattern> patterns,
      Set<String> principals,
      Set<String> roles,
      boolean anyone,
      boolean anonymous,
      @Nullable String ownerField) {
    this.allows = allows;
    this.permissions = permissions;
    this.patterns = patterns;
    this.principals = principals;
    this.roles = roles;
    this.anyone = anyone;
    this.anonymous = anonymous;
    this.ownerField = ownerField;
  }

  /** A rule that allows this, to nobody yet. */
  public static Rule allow(Permission first, Permission... more) {
    return of(true, EnumSet.of(first, more));
  }

  /** A rule that denies this, whatever other rules allow; to nobody yet. */
  public static Rule deny(Permission first, Permission... more) {
    return of(false, EnumSet.of(first, more));
  }

  static Rule of(boolean allows, Set<Permission> permissions) {
    return new Rule(
        allows,
        Collections.unmodifiableSet(EnumSet.copyOf(permissions)),
        List.of(),
        Set.of(),
        Set.of(),
        false,
        false,
        null);
  }

  /**
   * About keys that fit one of these patterns, too.
   *
   * @param keys segments joined by {@code /}: encoded segments of keys, {@code *} for any one
   *     segment, {@code {owner}} for the principal's name, and at the end {@code **} for one or
   *     more segments
   * @throws Configuration if one is no pattern
   */
  public Rule on(String... keys) {
    List<KeyPattern> more = new ArrayList<>(patterns);
    Arrays.stream(keys).map(KeyPattern::parse).forEach(more::add);
    return new Rule(
        allows, permissions, List.copyOf(more), principals, roles, anyone, anonymous, ownerField);
  }

  /** For the principals of these names, too, compared character for character. */
  public Rule toPrincipals(String... names) {
    return new Rule(
        allows,
        permissions,
        patterns,
        joined(principals, names),
        roles,
        anyone,
        anonymous,
        ownerField);
  }

  /** For whoever has one of these roles, too, compared character for character. */
  public Rule toRoles(String... names) {
    return new Rule(
        allows,
        permissions,
        patterns,
        principals,
        joined(roles, names),
        anyone,
        anonymous,
        ownerField);
  }

  /** For every principal, whatever the name; not for a caller without one. */
  public Rule toAnyone() {
    return new Rule(allows, permissions, patterns, principals, roles, true, anonymous, ownerField);
  }

  /** For callers without a principal, too: those that use the store without {@code as}. */
  public Rule toAnonymous() {
    return new Rule(allows, permissions, patterns, principals, roles, anyone, true, ownerField);
  }

  /**
   * Only for entries that belong to the principal: whose value is a JSON object in which this field
   * is a text, the name of the principal. A value of which that cannot be told for certain belongs
   * to nobody: one that is not JSON, not valid, or has the field twice.
   *
   * @param field a field at the top of the object
   */
  public Rule ownedBy(String field) {
    return new Rule(allows, permissions, patterns, principals, roles, anyone, anonymous, field);
  }

  private static Set<String> joined(Set<String> names, String... more) {
    Set<String> joined = new TreeSet<>(names);
    Collections.addAll(joined, more);
    return Collections.unmodifiableSet(joined);
  }

  /**
   * Refuses a rule that says nothing, or something other than it seems to.
   *
   * @throws Configuration with what to change
   */
  void check() {
    require(
        anyone || anonymous || !principals.isEmpty() || !roles.isEmpty(),
        "A rule says to whom it applies: principals, roles, anyone or anonymous");
    require(
        !principals.contains("") && !roles.contains("") && !"".equals(ownerField),
        "A principal, role or owner's field in a rule has an empty name");
    boolean administers = permissions.contains(Permission.ADMINISTER);
    require(
        !administers || (permissions.size() == 1 && patterns.isEmpty()),
        "To administer is about the store as a whole: it stands in a rule of its own, without"
            + " keys");
    require(administers || !patterns.isEmpty(), "A rule says which keys it is about");
    require(
        ownerField == null || (allows && !administers),
        "Only what is allowed can depend on the owner's field: a value without a clear owner would"
            + " escape what is denied");
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new Configuration(text);
    }
  }

  boolean allows() {
    return allows;
  }

  boolean isAbout(Permission permission) {
    return permissions.contains(permission);
  }

  List<KeyPattern> patterns() {
    return patterns;
  }

  Optional<String> ownerField() {
    return Optional.ofNullable(ownerField);
  }

  /** Whether it is for callers without a principal. */
  boolean appliesToAnonymous() {
    return anonymous;
  }

  /** Whether it is for this principal, which has these roles altogether. */
  boolean appliesTo(Principal principal, Set<String> itsRoles) {
    return anyone
        || principals.contains(principal.name())
        || roles.stream().anyMatch(itsRoles::contains);
  }
}
