package io.holdall.storage.decorator.access;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.access.ReferencePolicy.ReferenceRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes policies, stores and requests of few names, so that they have to do with each other. */
final class RandomWorld {
  /** Names of people and segments alike, with all that could be taken for something else. */
  private static final List<String> NAMES =
      List.of(
          "ana",
          "ana",
          "ana",
          "ben",
          "ben",
          "a",
          "A",
          "Ana",
          "ana ",
          "*",
          "**",
          "{owner}",
          "..",
          "%2e",
          "%2E",
          "ana/ben",
          "é",
          "e\u0301",
          "o\u0000r\n");

  private static final List<String> ROLES = List.of("editor", "reader", "nobody");
  private static final List<String> FIELDS = List.of("owner", "editor");

  /** Values and what their fields say for certain, written down and not found out. */
  private static final Map<Value, Map<String, String>> OWNERS = owners();

  private final Random random;

  RandomWorld(Random random) {
    this.random = random;
  }

  private static Map<Value, Map<String, String>> owners() {
    Map<Value, Map<String, String>> owners = new LinkedHashMap<>();
    for (String name : List.of("ana", "ben", "*", "Ana")) {
      owners.put(Value.json("{\"owner\":\"" + name + "\"}"), Map.of("owner", name));
    }
    owners.put(
        Value.json(" {\"editor\":\"ana\",\"x\":[{\"owner\":\"ben\"}],\"owner\":\"ben\"}"),
        Map.of("editor", "ana", "owner", "ben"));
    owners.put(Value.json("{\"\\u006fwner\":\"\\u0061na\"}"), Map.of("owner", "ana"));
    for (String nobodys :
        List.of(
            "{\"owner\":\"ana\",\"owner\":\"ana\"}",
            "{\"owner\":\"ana\",\"\\u006fwner\":\"ben\"}",
            "{\"owner\":[\"ana\"]}",
            "{\"owner\":{\"owner\":\"ana\"}}",
            "{\"Owner\":\"ana\"}",
            "[{\"owner\":\"ana\"}]",
            "{\"owner\":\"ana\"} {}",
            "{\"owner\":\"ana\"",
            "\"ana\"",
            "")) {
      owners.put(Value.json(nobodys), Map.of());
    }
    byte[] json = "{\"owner\":\"ana\"}".getBytes(StandardCharsets.UTF_8);
    owners.put(Value.of(json, Format.BINARY), Map.of());
    return owners;
  }

  ReferencePolicy policy() {
    Map<String, Set<String>> given = new LinkedHashMap<>();
    for (String role : ROLES.subList(0, random.nextInt(ROLES.size()))) {
      given.put(role, random.nextInt(4) == 0 ? Set.of() : Set.of(one(NAMES)));
    }
    List<ReferenceRule> rules = new ArrayList<>();
    for (int i = random.nextInt(6) + 1; i > 0; i--) {
      rules.add(rule());
    }
    return new ReferencePolicy(given, rules, OWNERS);
  }

  private ReferenceRule rule() {
    boolean allows = random.nextInt(4) > 0;
    boolean administers = random.nextInt(12) == 0;
    Set<Permission> permissions = EnumSet.of(one(List.copyOf(ReferencePolicy.all())));
    for (Permission permission : ReferencePolicy.all()) {
      if (random.nextInt(allows ? 2 : 4) == 0) {
        permissions.add(permission);
      }
    }
    Set<String> principals = new TreeSet<>();
    Set<String> roles = new TreeSet<>();
    int whom = random.nextInt(5);
    if (whom == 0) {
      principals.add(one(NAMES));
    } else if (whom == 1) {
      roles.add(one(ROLES));
    }
    return new ReferenceRule(
        allows,
        administers ? EnumSet.of(Permission.ADMINISTER) : permissions,
        administers ? "" : pattern(),
        principals,
        roles,
        whom > 2,
        whom == 2 || random.nextInt(4) == 0,
        allows && !administers && random.nextInt(3) == 0 ? one(FIELDS) : null);
  }

  private String pattern() {
    List<String> segments = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      segments.add(
          switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 -> "{owner}";
            default -> Key.of(one(NAMES)).encoded();
          });
    }
    if (segments.isEmpty() || random.nextInt(3) == 0) {
      segments.add("**");
    }
    return String.join("/", segments);
  }

  Optional<Principal> who() {
    return random.nextInt(8) == 0
        ? Optional.empty()
        : Optional.of(
            Principal.of(
                one(NAMES), random.nextInt(3) == 0 ? new String[] {one(ROLES)} : new String[0]));
  }

  Key key() {
    Key key = Key.of(random.nextInt(20) == 0 ? "_holdall_x" : one(NAMES));
    for (int i = random.nextInt(3); i > 0; i--) {
      key = key.child(one(NAMES));
    }
    return key;
  }

  Key key(NavigableMap<Key, Entry> stored) {
    return stored.isEmpty() || random.nextInt(3) == 0 ? key() : one(List.copyOf(stored.keySet()));
  }

  Value value() {
    return one(List.copyOf(OWNERS.keySet()));
  }

  Scan scan(NavigableMap<Key, Entry> stored) {
    Scan scan = Scan.over(range(stored)).limit(random.nextInt(4) + 1);
    scan = random.nextInt(3) == 0 ? scan.after(key(stored)) : scan;
    scan = random.nextBoolean() ? scan.reversed() : scan;
    return random.nextInt(3) == 0 ? scan.keysOnly() : scan;
  }

  private KeyRange range(NavigableMap<Key, Entry> stored) {
    return switch (random.nextInt(4)) {
      case 0 -> KeyRange.under(Key.of(one(NAMES)));
      case 1 -> KeyRange.between(key(stored), key(stored));
      default -> KeyRange.all();
    };
  }

  WriteBatch batch(ReferenceView view) {
    NavigableMap<Key, Entry> stored = view.stored();
    WriteBatch.Builder batch = WriteBatch.builder();
    Set<Key> keys = new TreeSet<>();
    for (int i = random.nextInt(3) + (random.nextInt(3) == 0 ? 1 : 0); i >= 0; i--) {
      Key key = key(stored);
      if (keys.add(key)) {
        switch (random.nextInt(5)) {
          case 0 -> batch.delete(key, condition(stored.get(key)));
          case 1 -> batch.check(key, condition(stored.get(key)));
          default -> batch.put(key, value(), condition(stored.get(key)));
        }
      }
    }
    if (random.nextInt(4) == 0) {
      checkRange(batch, view);
    }
    return batch.build();
  }

  /** Mostly what the caller would have read, sometimes with something missing or wrong. */
  private void checkRange(WriteBatch.Builder batch, ReferenceView view) {
    KeyRange range = range(view.stored());
    NavigableMap<Key, Version> expected = new TreeMap<>();
    for (Entry entry : view.scan(Scan.over(range).limit(100)).entries()) {
      if (random.nextInt(12) > 0) {
        expected.put(entry.key(), entry.version());
      }
    }
    if (random.nextInt(6) == 0) {
      expected.put(key(view.stored()), Version.of(random.nextInt(10)));
    }
    expected.keySet().removeIf(key -> !range.contains(key));
    batch.checkRange(range, expected);
  }

  private Condition condition(@Nullable Entry present) {
    return switch (random.nextInt(5)) {
      case 0 -> Condition.absent();
      case 1 ->
          Condition.version(present == null ? Version.of(random.nextInt(9)) : present.version());
      case 2 -> Condition.version(Version.of(random.nextInt(9)));
      default -> Condition.any();
    };
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
