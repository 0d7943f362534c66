package io.holdall.storage.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.testkit.faults.Fault;
import io.holdall.storage.testkit.faults.Faults;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MeteringTest {
  private static final String NAME = "db.client.operation.duration";
  private static final Value VALUE = Value.json("\"Marker-of-a-stored-value\"");
  private static final Key KEY = Key.of("messages", "Marker-of-a-key");

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final Faults faults = Faults.scripted();
  private final Storage storage =
      Storage.builder(new MemoryBackend()).with(faults).with(Metering.to(registry)).open();

  @Test
  void aCallIsMeasuredUnderTheNamesOfOpenTelemetry() {
    faults.before(batch -> true, () -> clock.add(Duration.ofMillis(7)));
    storage.put(KEY, VALUE);
    Timer timer =
        registry
            .get(NAME)
            .tag("db.system.name", "memory")
            .tag("db.namespace", "default")
            .tag("db.operation.name", "commit")
            .tag("db.collection.name", "messages")
            .tag("error.type", "none")
            .timer();
    assertThat(timer.count()).isOne();
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
  }

  @Test
  void everyOperationIsCountedOnce() {
    storage.put(KEY, VALUE);
    storage.get(KEY);
    storage.scan(Scan.under(Key.of("messages")));
    storage.stats();
    try (StorageSnapshot snapshot = storage.snapshot()) {
      snapshot.get(KEY);
      snapshot.scan(Scan.under(Key.of("messages")));
    }
    assertThat(count("commit", "messages")).isEqualTo(1);
    assertThat(count("get", "messages")).isEqualTo(2);
    assertThat(count("scan", "messages")).isEqualTo(2);
    assertThat(count("stats", "_none")).isEqualTo(1);
    assertThat(count("snapshot", "_none")).isEqualTo(1);
  }

  @Test
  void failuresAreToldApartByTheirKind() {
    storage.put(KEY, VALUE);
    assertThatThrownBy(() -> storage.put(KEY, VALUE, Condition.absent()))
        .isInstanceOf(Conflict.class);
    faults.next(Fault.REFUSED);
    assertThatThrownBy(() -> storage.put(KEY, VALUE)).isInstanceOf(Unavailable.class);
    faults.before(
        batch -> true,
        () -> {
          throw new IllegalStateException("A bug");
        });
    assertThatThrownBy(() -> storage.put(KEY, VALUE)).isInstanceOf(IllegalStateException.class);
    for (String type :
        List.of("none", "Conflict", "Unavailable", "java.lang.IllegalStateException")) {
      assertThat(search("commit", "messages").tag("error.type", type).timer().count())
          .as(type)
          .isOne();
    }
  }

  @Test
  void collectionsAreThoseInWhichAllKeysLie() {
    Key a = Key.of("a");
    assertThat(CollectionNames.of(List.of())).isEqualTo("_none");
    assertThat(CollectionNames.of(List.of(a, a.child("x"), a))).isEqualTo("a");
    assertThat(CollectionNames.of(List.of(a.child("x"), Key.of("ab", "x")))).isEqualTo("_several");
    assertThat(CollectionNames.of(List.of(Key.of("ab"), a))).isEqualTo("_several");
    assertThat(CollectionNames.of(List.of(a, Key.of("b"), a))).isEqualTo("_several");
    assertThat(CollectionNames.of(List.of(Key.of("ä b", "x")))).isEqualTo("%C3%A4%20b");
    assertThat(CollectionNames.of(WriteBatch.builder().put(a, VALUE).delete(a.child("b")).build()))
        .isEqualTo("a");
    assertThat(CollectionNames.of(Scan.all())).isEqualTo("_several");
    assertThat(CollectionNames.of(Scan.under(a))).isEqualTo("a");
    assertThat(CollectionNames.of(Scan.under(a.child("x")).after(a.child("x").child("y"))))
        .isEqualTo("a");
    assertThat(CollectionNames.of(Scan.between(a.child("x"), a.child("y")))).isEqualTo("a");
    assertThat(CollectionNames.of(Scan.between(a.child("x"), Key.of("a0")))).isEqualTo("a");
    assertThat(CollectionNames.of(Scan.between(a.child("x"), Key.of("b")))).isEqualTo("_several");
    assertThat(CollectionNames.of(Scan.between(a, a.child("x")))).isEqualTo("_several");
  }

  @Test
  void thereAreNeverMoreCollectionsThanAllowed() {
    Storage bounded =
        Storage.builder(new MemoryBackend())
            .with(Metering.to(registry).named("bounded").collections(3))
            .open();
    for (int i = 0; i < 100; i++) {
      bounded.put(Key.of("c" + i), VALUE);
      Key key = Key.of("failing" + i);
      assertThatThrownBy(() -> bounded.delete(key, Condition.version(bounded.put(KEY, VALUE))))
          .isInstanceOf(Conflict.class);
    }
    bounded.scan(Scan.all());
    assertThat(tags("db.collection.name"))
        .containsExactlyInAnyOrder("c0", "messages", "failing0", "_several", "_other", "_holdall");
    assertThat(tags("db.namespace")).containsExactlyInAnyOrder("default", "bounded");
  }

  @Test
  void noValueAndNoKeyStandsInAnyMeter() {
    storage.put(KEY, VALUE);
    storage.get(KEY);
    assertThatThrownBy(() -> storage.put(KEY, VALUE, Condition.absent()))
        .isInstanceOf(Conflict.class);
    assertThat(registry.getMetersAsString()).contains("messages").doesNotContain("Marker");
    for (Meter meter : registry.getMeters()) {
      assertThat(meter.getId().toString()).doesNotContain("Marker");
    }
  }

  @Test
  void aStoreThatIsOpenedAgainGoesOnWithItsMeters() {
    storage.put(KEY, VALUE);
    storage.close();
    Storage again = Storage.builder(new MemoryBackend()).with(Metering.to(registry)).open();
    again.put(KEY, VALUE);
    assertThat(count("commit", "messages")).isEqualTo(2);
  }

  @Test
  void profilesTellTheGlobalRegistry() {
    Metrics.addRegistry(registry);
    try (Storage global =
        Storage.builder(new MemoryBackend()).with(Metering.toGlobalRegistry()).open()) {
      global.put(KEY, VALUE);
      assertThat(count("commit", "messages")).isOne();
    } finally {
      Metrics.removeRegistry(registry);
      Metrics.globalRegistry.clear();
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> Metering.to(registry).named(" ")).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> Metering.to(registry).collections(-1))
        .isInstanceOf(Configuration.class);
  }

  private long count(String operation, String collection) {
    return search(operation, collection).tag("error.type", "none").timer().count();
  }

  private RequiredSearch search(String operation, String collection) {
    return registry
        .get(NAME)
        .tag("db.operation.name", operation)
        .tag("db.collection.name", collection);
  }

  private Set<String> tags(String key) {
    return registry.getMeters().stream()
        .flatMap(meter -> meter.getId().getTags().stream())
        .filter(tag -> tag.getKey().equals(key))
        .map(Tag::getValue)
        .collect(Collectors.toSet());
  }
}
