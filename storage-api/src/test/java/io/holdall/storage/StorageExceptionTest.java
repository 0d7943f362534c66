package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text, attributes, and what may be repeated. */
class StorageExceptionTest {
  @Test
  void messageIsTheTextFollowedByTheAttributesInTheirOrder() {
    StorageException e =
        new Corrupt("A record is damaged")
            .with("file", "a.log")
            .with("offset", 17)
            .with("operation", "get")
            .with("key", Key.of("a", "b"))
            .with("backend", "json");

    assertThat(e)
        .hasMessage(
            "A record is damaged"
                + " [file=a.log, offset=17, operation=get, key=a/b, backend=json]");
    assertThat(e.text()).isEqualTo("A record is damaged");
    assertThat(e.attributes())
        .containsExactly(
            Map.entry("file", "a.log"),
            Map.entry("offset", "17"),
            Map.entry("operation", "get"),
            Map.entry("key", "a/b"),
            Map.entry("backend", "json"));
    assertThat(e.operation()).contains("get");
    assertThat(e.key()).contains("a/b");
    assertThat(e.backend()).contains("json");
    assertThat(e.attribute("offset")).contains("17");
    assertThat(e.attribute("holder")).isEmpty();
  }

  @Test
  void messageWithoutAttributesIsTheText() {
    assertThat(new Unavailable("No connection")).hasMessage("No connection");
  }

  @Test
  void anAttributeIsReplacedWhereItStands() {
    StorageException e = new Unavailable("x").with("key", "a/b").with("backend", "json");

    assertThat(e.replace("key", Key.of("b")).attributes())
        .containsExactly(Map.entry("key", "b"), Map.entry("backend", "json"));
  }

  @Test
  void whoIsNearerToTheFaultKnowsBetter() {
    StorageException e = new Unavailable("x").with("operation", "fsync");

    assertThat(e.with("operation", "commit").operation()).contains("fsync");
  }

  @Test
  void longAttributesAreShortenedInTheMessageOnly() {
    String key = "k".repeat(900);
    StorageException e = new LimitExceeded("x").with("key", key);

    assertThat(e.key()).contains(key);
    assertThat(e).hasMessage("x [key=" + "k".repeat(200) + "… (900 characters)]");
  }

  @Test
  void conflictNamesItsKeysInOrder() {
    Conflict e = new Conflict(List.of(Key.of("b"), Key.of("a")));

    assertThat(e.keys()).containsExactly(Key.of("b"), Key.of("a"));
    assertThat(e).hasMessage("A condition did not hold, nothing was written [key=b, conflicts=2]");
    assertThat(new Conflict(List.of()).keys()).isEmpty();
    assertThat(new Conflict("Other", List.of(Key.of("a")))).hasMessage("Other [key=a]");
  }

  @Test
  void onlyUnavailableMayBeRepeatedAsItIs() {
    assertThat(new Unavailable("x").isRetryable()).isTrue();
    assertThat(new OutcomeUnknown("x", null).isRetryable()).isFalse();
    assertThat(new Conflict(List.of()).isRetryable()).isFalse();
    assertThat(new Corrupt("x").isRetryable()).isFalse();
  }

  @Test
  void everyKindKeepsItsCause() {
    IOException cause = new IOException("disk");

    assertThat(
            List.of(
                new StorageException.InvalidArgument("x", cause),
                new StorageException.AccessDenied("x", cause),
                new LimitExceeded("x", cause),
                new Unavailable("x", cause),
                new OutcomeUnknown("x", cause),
                new Corrupt("x", cause),
                new Configuration("x", cause)))
        .allSatisfy(e -> assertThat(e).hasCause(cause));
    assertThat(new StorageException.Unsupported("x")).hasNoCause();
    assertThat(new StorageException.Closed("x")).hasNoCause();
  }

  @Test
  void exceptionsSurviveSerialisation() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Conflict(List.of(Key.of("ä"))).with("backend", "json"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Conflict read = (Conflict) in.readObject();
      assertThat(read.keys()).containsExactly(Key.of("ä"));
      assertThat(read.backend()).contains("json");
    }
  }
}
