package io.holdall.storage.decorator.access;

import static io.holdall.storage.decorator.access.Permission.ADMINISTER;
import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.decorator.caching.CachingStatistics;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.PrincipalViews;
import io.holdall.storage.spi.StorageBackend;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store, views of it for principals, and what ends when. */
final class ViewsTest {
  private static final Value VALUE = Value.json("1");
  private static final Policy POLICY =
      Policy.builder()
          .role("boss", "eve")
          .rule(Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("users/{owner}/**").toAnyone())
          .rule(Rule.allow(READ, LIST).on("users/**").toRoles("boss"))
          .rule(Rule.deny(READ, LIST).on("users/*/secret").toAnyone())
          .rule(Rule.allow(LIST).on("titles/**").toAnyone())
          .rule(Rule.allow(READ).on("links/**").toAnyone())
          .rule(Rule.allow(ADMINISTER).toRoles("boss"))
          .build();

  private final MemoryBackend store = new MemoryBackend();
  private final ScriptedBackend watched = new ScriptedBackend(store);
  private final Storage storage = Storage.builder(watched).with(AccessControl.of(POLICY)).open();
  private final Storage ana = storage.as(Principal.of("ana"));
  private final Storage ben = storage.as(Principal.of("ben"));
  private final Storage boss = storage.as(Principal.of("carl", "boss"));

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void eachSeesTheirOwn() {
    ana.put(Key.of("users", "ana", "x"), VALUE);
    ben.put(Key.of("users", "ben", "x"), VALUE);
    assertThat(keys(ana)).containsExactly("users/ana/x");
    assertThat(keys(ben)).containsExactly("users/ben/x");
    assertThat(keys(boss)).containsExactly("users/ana/x", "users/ben/x");
    assertThat(keys(storage.as(Principal.of("eve")))).hasSize(2);
    assertThat(ana.get(Key.of("users", "ben", "x"))).isEmpty();
    assertThat(ana.count(Scan.all())).isEqualTo(1);
    assertDenied(() -> ana.put(Key.of("users", "ben", "y"), VALUE));
    assertDenied(() -> ana.delete(Key.of("users", "ben", "x")));
    assertDenied(() -> boss.put(Key.of("users", "ana", "y"), VALUE));
  }

  @Test
  void refusalNamesThePrincipalThePermissionAndTheKey() {
    assertThatThrownBy(() -> ana.put(Key.of("users", "ben", "y"), VALUE))
        .isInstanceOfSatisfying(
            AccessDenied.class,
            e ->
                assertThat(e.attributes())
                    .containsEntry("principal", "ana")
                    .containsEntry("needs", "create")
                    .containsEntry("key", "users/ben/y")
                    .containsEntry("operation", "commit"));
  }

  @Test
  void refusalDoesNotTellWhetherTheKeyIsThere() {
    store.commit(WriteBatch.builder().put(Key.of("users", "ben", "x"), VALUE).build());
    int touched = watched.commits().size();
    assertThat(refusal(() -> ana.put(Key.of("users", "ben", "x"), VALUE)))
        .isEqualTo(refusal(() -> ana.put(Key.of("users", "ben", "y"), VALUE)).replace("/y", "/x"));
    assertThat(refusal(() -> ana.delete(Key.of("users", "ben", "x"))))
        .isEqualTo(refusal(() -> ana.delete(Key.of("users", "ben", "y"))).replace("/y", "/x"));
    assertThat(watched.commits()).as("the store was not asked").hasSize(touched);
  }

  @Test
  void whatIsDeniedIsDeniedWhateverElseIsAllowed() {
    store.commit(WriteBatch.builder().put(Key.of("users", "ana", "secret"), VALUE).build());
    assertThat(ana.get(Key.of("users", "ana", "secret"))).isEmpty();
    assertThat(keys(ana)).isEmpty();
    assertThat(keys(boss)).isEmpty();
    ana.delete(Key.of("users", "ana", "secret"));
    assertThat(store.stats().entries()).hasValue(0);
  }

  @Test
  void listingShowsKeysAndReadingShowsValues() {
    Key title = Key.of("titles", "a");
    Key link = Key.of("links", "a");
    store.commit(WriteBatch.builder().put(title, VALUE).put(link, VALUE).build());
    assertThat(keys(ana)).containsExactly("titles/a");
    assertThat(ana.scan(Scan.all()).entries()).isEmpty();
    assertThat(ana.get(title)).isEmpty();
    assertThat(ana.get(link).map(Entry::value)).contains(VALUE);
  }

  @Test
  void namesThatLookLikeSomethingElseReachNothingElse() {
    for (String owner : List.of("ana", "a", "b", "é", "..", "*")) {
      Key key = Key.of("users", owner, "x");
      store.commit(WriteBatch.builder().put(key, VALUE).build());
    }
    store.commit(WriteBatch.builder().put(Key.of("users", "a", "b", "x"), VALUE).build());
    for (String name :
        List.of(
            "Ana",
            "ANA",
            "ana ",
            " ana",
            "ana\u200b",
            "%2e%2e",
            "%2E%2E",
            "../ana",
            "ana/..",
            "a/b",
            "e\u0301",
            "**",
            "{owner}",
            "users/ana",
            "%61na",
            "a\u0000",
            "\ud800",
            "?")) {
      Storage view = storage.as(Principal.of(name));
      assertThat(keys(view)).as("keys that '%s' sees", name).isEmpty();
      assertThat(view.get(Key.of("users", "ana", "x"))).isEmpty();
    }
    assertThat(keys(storage.as(Principal.of("*")))).containsExactly("users/%2A/x");
    assertThat(keys(storage.as(Principal.of("..")))).containsExactly("users/%2E%2E/x");
    Storage slashed = storage.as(Principal.of("a/b"));
    slashed.put(Key.of("users", "a/b", "x"), VALUE);
    assertThat(keys(slashed)).containsExactly("users/a%2Fb/x");
  }

  @Test
  void withoutPrincipalNothingWorksAndTheErrorSaysWhatTo() {
    assertThatThrownBy(() -> storage.get(Key.of("users", "ana", "x")))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("storage.as(principal)");
    assertDenied(() -> storage.scan(Scan.all()));
    assertDenied(() -> storage.put(Key.of("a"), VALUE));
    assertDenied(storage::snapshot);
    assertDenied(storage::stats);
    assertThat(storage.capabilities()).isEqualTo(store.capabilities());
  }

  @Test
  void figuresOfTheStoreAreForAdministrators() {
    assertThat(boss.stats()).isEqualTo(store.stats());
    assertDenied(ana::stats);
  }

  @Test
  void frameworksCollectionsAreForAdministrators() {
    Key reserved = Key.of("_holdall_x", "a");
    store.commit(WriteBatch.builder().put(reserved, VALUE).build());
    assertThat(boss.get(reserved)).isPresent();
    assertThat(keys(boss)).contains("_holdall_x/a");
    Policy everything =
        Policy.builder().rule(Rule.allow(READ, LIST, CREATE).on("**").toAnyone()).build();
    Storage wide = Storage.of(AccessControl.of(everything).decorate(store));
    Storage anybody = wide.as(Principal.of("ana"));
    assertThat(anybody.get(reserved)).isEmpty();
    assertThat(keys(anybody)).isEmpty();
    WriteBatch batch = WriteBatch.builder().put(reserved.child("b"), VALUE).build();
    assertDenied(() -> anybody.backend().commit(batch));
    boss.backend().commit(batch);
  }

  @Test
  void noExtensionOfTheBackendPassesAndViewsGiveNoViews() {
    StorageBackend inner = Caching.ofBytes(1_000).decorate(new MemoryBackend());
    Storage outer = Storage.of(AccessControl.of(POLICY).decorate(inner));
    assertThat(inner.extension(CachingStatistics.class)).isPresent();
    assertThat(outer.extension(CachingStatistics.class)).isEmpty();
    assertThat(ana.extension(PrincipalViews.class)).isEmpty();
    assertThat(ana.extension(AccessStatistics.class)).isEmpty();
    assertThatThrownBy(() -> ana.as(Principal.of("eve"))).isInstanceOf(Unsupported.class);
    assertThat(storage.extension(AccessStatistics.class)).isPresent();
  }

  @Test
  void denialsAreCounted() {
    AccessStatistics statistics = storage.extension(AccessStatistics.class).orElseThrow();
    ana.get(List.of(Key.of("users", "ben", "x"), Key.of("users", "ana", "x"), Key.of("z")));
    assertDenied(() -> ana.delete(Key.of("z")));
    ana.scan(Scan.all());
    assertThat(statistics.denied(READ)).isEqualTo(2);
    assertThat(statistics.denied(DELETE)).isEqualTo(1);
    assertThat(statistics.denied()).isEqualTo(3);
  }

  @Test
  void closingAViewEndsTheViewAlone() {
    ana.put(Key.of("users", "ana", "x"), VALUE);
    Storage second = storage.as(Principal.of("ana"));
    StorageSnapshot snapshot = ana.snapshot();
    StorageSnapshot other = second.snapshot();
    ana.close();
    ana.close();
    assertClosed(() -> ana.get(Key.of("users", "ana", "x")));
    assertClosed(() -> ana.get(Key.of("users", "ben", "x")));
    assertClosed(() -> ana.scan(Scan.all()));
    assertClosed(() -> ana.put(Key.of("users", "ben", "x"), VALUE));
    assertClosed(ana::snapshot);
    assertClosed(ana::stats);
    assertClosed(() -> snapshot.get(Key.of("users", "ben", "x")));
    assertThat(keys(second)).hasSize(1);
    assertThat(other.get(Key.of("users", "ana", "x"))).isPresent();
  }

  @Test
  void closingTheStoreEndsItsViews() {
    StorageSnapshot snapshot = ana.snapshot();
    storage.close();
    assertClosed(() -> ana.get(Key.of("users", "ben", "x")));
    assertClosed(() -> ana.put(Key.of("users", "ben", "x"), VALUE));
    assertClosed(() -> snapshot.get(Key.of("users", "ben", "x")));
    assertClosed(() -> storage.as(Principal.of("ana")));
    assertClosed(() -> storage.get(Key.of("a")));
    assertClosed(ana::stats);
  }

  @Test
  void snapshotShowsWhatTheViewShows() {
    ana.put(Key.of("users", "ana", "x"), VALUE);
    ben.put(Key.of("users", "ben", "x"), VALUE);
    try (StorageSnapshot snapshot = ana.snapshot()) {
      ana.put(Key.of("users", "ana", "y"), VALUE);
      assertThat(snapshot.keys(Scan.all()).map(Key::encoded)).containsExactly("users/ana/x");
      assertThat(snapshot.get(Key.of("users", "ben", "x"))).isEmpty();
    }
  }

  @Test
  void nothingStandsOutsideAccessControl() {
    assertThatThrownBy(
            () ->
                Storage.builder(new MemoryBackend())
                    .with(AccessControl.of(POLICY))
                    .with(ScriptedBackend::new)
                    .open())
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("access-control");
  }

  private static List<String> keys(Storage view) {
    return view.keys(Scan.all()).map(Key::encoded).toList();
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(AccessDenied.class);
  }

  private static void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(Closed.class);
  }

  private static String refusal(Runnable call) {
    try {
      call.run();
      throw new AssertionError("It was not refused");
    } catch (AccessDenied e) {
      return e.getMessage();
    }
  }
}
