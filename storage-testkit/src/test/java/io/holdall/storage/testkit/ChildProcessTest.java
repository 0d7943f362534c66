package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Storage;
import io.holdall.storage.testkit.CrashLoad.Acknowledgement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other process itself: crash tests believe what it says. */
final class ChildProcessTest {
  @TempDir private Path scratch;

  private final List<ChildProcess> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(ChildProcess::kill);
  }

  @Test
  void itOpensTheStoreAndAnswers() {
    ChildProcess child = start(new ChildStore("memory", "", Map.of("max-value-bytes", "100")));
    child.tell("open");
    child.tell("put a/b 17");
    assertThat(child.ask("get a/b")).isEqualTo("17");
    assertThat(child.ask("get a")).isEqualTo("absent");
    child.tell("increment a/b 3");
    assertThat(child.ask("get a/b")).isEqualTo("20");
    assertThat(child.ask("put a " + "1".repeat(101))).startsWith("LimitExceeded");
    child.tell("close");
    assertThat(child.ask("get a/b")).startsWith("Closed");
  }

  @Test
  void aDecoratedStoreIsDescribedByItsContractClass() {
    String contract = DecoratedContractTest.class.getName();
    Map<String, String> settings = Map.of("path", scratch.resolve("store").toString());
    ChildProcess child = start(new ChildStore("journal", contract, settings));
    child.tell("open");
    child.tell("put a 1");
    assertThat(child.ask("get a")).isEqualTo("1");
  }

  @Test
  void whyItEndedIsToldByTheNextCall() {
    ChildProcess child = start(new ChildStore("journal", "no.such.Contract", Map.of()));
    assertThatThrownBy(() -> child.ask("open"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("has ended")
        .hasMessageContaining("ClassNotFoundException: no.such.Contract");
  }

  @Test
  void whatItWroteBeforeItWasKilledIsNotLost() throws ReflectiveOperationException {
    Map<String, String> settings = Map.of("path", scratch.resolve("store").toString());
    ChildStore store = new ChildStore("journal", DecoratedContractTest.class.getName(), settings);
    ChildProcess child = start(store);
    child.tell("open");
    child.tell("write 1");
    List<String> lines = new ArrayList<>(List.of(child.readLine()));
    lines.addAll(child.kill());
    assertThat(child.kill()).isEmpty();

    List<Integer> steps = lines.stream().map(Acknowledgement::parse).map(a -> a.step()).toList();
    int last = steps.get(steps.size() - 1);
    assertThat(steps).isEqualTo(IntStream.rangeClosed(0, last).boxed().toList());
    try (Storage storage = Storage.of(store.describe().open(settings))) {
      assertThat(CrashLoad.stepIn(storage, 0)).as("last step stored").isBetween(last, last + 1);
    }
  }

  @Test
  void aWriterThatFailsSaysWhyInPlaceOfAnAcknowledgement() {
    ChildProcess child = start(new ChildStore("memory", "", Map.of("max-value-bytes", "5")));
    child.tell("open");
    child.tell("write 1");
    String line = child.readLine();
    assertThat(line).startsWith("failed ").contains("LimitExceeded");
    assertThatThrownBy(() -> Acknowledgement.parse(line))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("LimitExceeded");
  }

  private ChildProcess start(ChildStore store) {
    ChildProcess child = ChildProcess.start(store, scratch);
    started.add(child);
    return child;
  }
}
