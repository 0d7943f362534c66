package io.holdall.storage.decorator.access;

import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scans of views: exact pages, and no more work than the rules make necessary. */
final class JudgedScansTest {
  private final MemoryBackend store = new MemoryBackend();
  private final ScriptedBackend watched = new ScriptedBackend(store);

  @Test
  void pagesAreFullAndEndWhereTheVisibleEntriesEnd() {
    for (int i = 0; i < 3_000; i++) {
      put(Key.of("notes").child(i), i % 500 == 7 ? "ana" : "ben");
    }
    Storage ana = view(Rule.allow(READ, LIST).on("notes/*").toAnyone().ownedBy("owner"));
    for (Scan scan : List.of(Scan.all(), Scan.all().reversed(), Scan.all().keysOnly())) {
      assertThat(pages(ana, scan.limit(1))).containsExactly(1, 1, 1, 1, 1, 1);
      assertThat(pages(ana, scan.limit(4))).containsExactly(4, 2);
      assertThat(pages(ana, scan.limit(3))).containsExactly(3, 3);
      assertThat(pages(ana, scan.limit(7))).containsExactly(6);
    }
  }

  @Test
  void scanLooksOnlyWhereRulesCouldAllowSomething() {
    for (String user : List.of("ana", "ben", "carl")) {
      put(Key.of("users", user, "x"), user);
    }
    put(Key.of("motd"), "ben");
    Storage ana = view(Rule.allow(READ, LIST).on("users/{owner}/**", "motd").toAnyone());
    assertThat(ana.keys(Scan.all()).map(Key::encoded)).containsExactly("motd", "users/ana/x");
    assertThat(watched.scans())
        .extracting(Scan::range)
        .containsExactly(new KeyRange("motd", "motd!"), new KeyRange("users/ana/", "users/ana0"));
    assertThat(watched.scans()).allMatch(Scan::isKeysOnly);
  }

  @Test
  void scanInsideWhatIsAllowedIsTheStoresOwn() {
    put(Key.of("users", "ana", "x"), "ana");
    Storage ana = view(Rule.allow(READ, LIST).on("users/{owner}/**").toAnyone());
    ana.scan(Scan.under(Key.of("users", "ana")).limit(17).reversed());
    assertThat(watched.scans())
        .extracting(Scan::toString)
        .containsExactly(Scan.under(Key.of("users", "ana")).limit(17).reversed().toString());
  }

  @Test
  void scanOfWhatIsNotAllowedDoesNotAskTheStore() {
    Storage ana = view(Rule.allow(READ).on("**").toAnyone());
    assertThat(ana.scan(Scan.all())).isEqualTo(new Page(List.of(), false));
    assertThat(watched.scans()).isEmpty();
  }

  @Test
  void pageOfLargeValuesEndsEarlyAndNothingIsMissed() {
    Value large = Value.of(new byte[400_000], Format.BINARY);
    for (int i = 0; i < 8; i++) {
      Key key = Key.of("notes").child(i);
      store.commit(WriteBatch.builder().put(key, large).build());
      put(key.child("hidden"), "ben");
    }
    Storage ana = view(Rule.allow(READ, LIST).on("notes/*").toAnyone());
    assertThat(pages(ana, Scan.all())).containsExactly(3, 3, 2);
  }

  @Test
  void deniedPartsAreLeftOutOfWhatIsAllowed() {
    put(Key.of("a", "1"), "x");
    put(Key.of("a", "2", "y"), "x");
    put(Key.of("a", "3"), "x");
    Storage ana =
        view(
            Rule.allow(READ, LIST).on("a/**").toAnyone(),
            Rule.deny(LIST).on("a/2/**").toPrincipals("ana"));
    assertThat(ana.keys(Scan.all()).map(Key::encoded)).containsExactly("a/1", "a/3");
    assertThat(ana.get(Key.of("a", "2", "y"))).isPresent();
  }

  @Test
  void listIsTheSetOfAllowedPointReads() {
    List<Key> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Key key = Key.of(i % 3 == 0 ? "a" : "b").child(i);
      all.add(key);
      put(key, i % 2 == 0 ? "ana" : "ben");
    }
    Storage ana =
        view(
            Rule.allow(READ, LIST).on("a/**").toAnyone(),
            Rule.allow(READ, LIST).on("b/*").toAnyone().ownedBy("owner"),
            Rule.deny(READ, LIST).on("a/000000000009", "b/000000000010").toAnyone());
    List<Entry> readable = ana.get(all).stream().flatMap(Optional::stream).sorted(byKey()).toList();
    assertThat(readable).hasSizeBetween(15, 35);
    assertThat(ana.stream(Scan.all().limit(3))).isEqualTo(readable);
    assertThat(ana.count(Scan.all())).isEqualTo(readable.size());
  }

  private static Comparator<Entry> byKey() {
    return Comparator.comparing(Entry::key);
  }

  private Storage view(Rule... rules) {
    Policy.Builder policy = Policy.builder();
    List.of(rules).forEach(policy::rule);
    return Storage.of(AccessControl.of(policy.build()).decorate(watched)).as(Principal.of("ana"));
  }

  private void put(Key key, String owner) {
    Value value = Value.json("{\"owner\":\"" + owner + "\"}");
    store.commit(WriteBatch.builder().put(key, value).build());
  }

  private static List<Integer> pages(Storage view, Scan scan) {
    List<Integer> sizes = new ArrayList<>();
    Page page = view.scan(scan);
    sizes.add(page.entries().size());
    while (page.more()) {
      page = view.scan(scan.after(page.next().orElseThrow()));
      sizes.add(page.entries().size());
    }
    return sizes;
  }
}
