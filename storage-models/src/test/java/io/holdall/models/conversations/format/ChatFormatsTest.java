package io.holdall.models.conversations.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatFormatsTest {
  private static final String HI = "{\"role\":\"user\",\"content\":\"hi\"}";

  @Test
  void anArrayOfMessagesIsOneSession() throws IOException {
    assertThat(Recorder.of("chat.json", "[ " + HI + ",\n" + HI + "]").lines)
        .containsExactly("openai-messages", "session chat {}", HI, HI);
  }

  @Test
  void messagesOneALineAreOneSession() throws IOException {
    assertThat(Recorder.of("chat.jsonl", HI + "\r\n\n" + HI + "\n").lines)
        .containsExactly("openai-messages", "session chat {}", HI, HI);
  }

  @Test
  void anObjectWithMessagesIsOneSession() throws IOException {
    String file = "{\n \"model\": \"gpt-4o\", \"messages\": [" + HI + "], \"seed\": 1.0 }";
    assertThat(Recorder.of("chat.json", file).lines)
        .containsExactly("openai", "session chat {\"model\":\"gpt-4o\",\"seed\":1.0}", HI);
  }

  @Test
  void anArrayOfObjectsWithMessagesIsASessionEach() throws IOException {
    String file = "[{\"messages\":[" + HI + "]},{\"messages\":[],\"tools\":[{\"n\":1E2}]}]";
    assertThat(Recorder.of("chats.json", file).lines)
        .containsExactly(
            "openai", "session chats_1 {}", HI, "session chats_2 {\"tools\":[{\"n\":1E2}]}");
  }

  @Test
  void aFileForFineTuningIsASessionALine() throws IOException {
    String line = "{\"messages\":[" + HI + "]}";
    assertThat(Recorder.of("train.jsonl", "\uFEFF" + line + "\n" + line).lines)
        .containsExactly("openai-jsonl", "session train_1 {}", HI, "session train_2 {}", HI);
    assertThat(Recorder.of("train.jsonl", "[" + HI + "]\n[" + HI + "," + HI + "]\n").lines)
        .containsExactly("openai-jsonl", "session train_1 {}", HI, "session train_2 {}", HI, HI);
  }

  @Test
  void aTrajectoryIsNamedAfterTaskAndTrial() throws IOException {
    String file =
        "[{\"task_id\":7,\"reward\":1.0,\"traj\":["
            + HI
            + "],\"trial\":2},{\"task_id\":\"x\",\"traj\":[]},{\"traj\":[]}]";
    assertThat(Recorder.of("t.json", file).lines)
        .containsExactly(
            "tau-bench",
            "session task_7_trial_2 {\"task_id\":7,\"reward\":1.0,\"trial\":2}",
            HI,
            "session task_x {\"task_id\":\"x\"}",
            "session trajectory_3 {}");
  }

  @Test
  void ourOwnLinesHaveEverything() throws IOException {
    String file =
        """
        {"type":"session","id":"s1","owner":"ana","title":"T","created":"2026-01-02T03:04:05.000006Z","messages":1,"metadata":{"a":1.0},"pinned":true}
        {"type":"message","session":"s1","sequence":0,"time":"2026-01-02T03:04:06Z","metadata":{"ms":5},"message":{"role":"user","x":1E2}}
        {"type":"session","id":"s2"}
        """;
    Recorder recorder = Recorder.of("x.jsonl", file);
    assertThat(recorder.lines)
        .containsExactly(
            "holdall-jsonl",
            "session s1 {\"a\":1.0}",
            "{\"role\":\"user\",\"x\":1E2}",
            "session s2 {}");
    ChatHandler.Begin begin = recorder.sessions.get(0);
    assertThat(begin.idIsGiven()).isTrue();
    assertThat(begin.info().owner()).contains("ana");
    assertThat(begin.info().title()).contains("T");
    assertThat(begin.info().fields().text()).isEqualTo("{\"pinned\":true}");
    assertThat(begin.created().orElseThrow()).isEqualTo("2026-01-02T03:04:05.000006Z");
    assertThat(recorder.messages.get(0).time().orElseThrow()).isEqualTo("2026-01-02T03:04:06Z");
    assertThat(recorder.messages.get(0).metadata().text()).isEqualTo("{\"ms\":5}");
  }

  @Test
  void everyBrokenRecordIsNamedAndTheOthersAreRead() throws IOException {
    String file =
        "[{\"messages\":["
            + HI
            + "]},\n 7,\n {\"messages\":{}},\n {\"messages\":["
            + HI
            + ",{\"content\":\"secret\"}]},\n {\"messages\":[3]},\n {\"messages\":[]}]";
    assertThat(Recorder.of("c.json", file).lines)
        .containsExactly(
            "openai",
            "session c_1 {}",
            HI,
            "broken record 2, line 2, column 2: the record is not a JSON object",
            "broken record 3, line 3, column 2: the record has no array 'messages'",
            "broken record 4, line 4, column 2: message 2 is no object with a role",
            "broken record 5, line 5, column 2: message 1 is no object with a role",
            "session c_6 {}");
  }

  @Test
  void afterAnErrorOfSyntaxTheRestOfAnArrayIsBroken() throws IOException {
    String file = "[{\"messages\":[" + HI + "]},\n {\"messages\": oops},{\"messages\":[]}]";
    assertThat(Recorder.of("c.json", file).lines)
        .hasSize(4)
        .last()
        .asString()
        .startsWith("broken record 2, line 2")
        .contains("from here on")
        .doesNotContain("oops");
    assertThat(Recorder.of("c.json", "[" + HI).lines)
        .last()
        .asString()
        .startsWith("broken record 2");
    assertThat(Recorder.of("c.json", "[\n" + HI + "] []").lines)
        .last()
        .asString()
        .contains("more after the end");
  }

  @Test
  void aBrokenLineDoesNotHideTheNext() throws IOException {
    String line = "{\"messages\":[" + HI + "]}";
    String file = line + "\n{oops\n\"text\"\n" + line + " 1\n" + line + "\n";
    assertThat(Recorder.of("t.jsonl", file).lines)
        .containsExactly(
            "openai-jsonl",
            "session t_1 {}",
            HI,
            "broken record 2, line 2: the line is not valid JSON, or nested too deeply",
            "broken record 3, line 3: the line is neither an object nor an array",
            "broken record 4, line 4: there is more than one JSON value in the line",
            "session t_5 {}",
            HI);
  }

  @Test
  void bytesThatAreNoUtf8AreBroken() throws IOException {
    byte[] first = ("{\"messages\":[" + HI + "]}\n").getBytes(StandardCharsets.UTF_8);
    byte[] second =
        "{\"messages\":[{\"role\":\"\u00FF\"}]}\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(Recorder.of(Recorder.source("t.jsonl", both)).lines)
        .last()
        .isEqualTo("broken record 2, line 2: the line is not valid JSON, or nested too deeply");
  }

  @Test
  void ourOwnLinesTellWhatIsWrongWithThem() throws IOException {
    String session = "{\"type\":\"session\",\"id\":\"s\",\"messages\":2}\n";
    String message = "{\"type\":\"message\",\"session\":\"s\",\"message\":" + HI + "}\n";
    String file =
        session
            + message
            + message.replace("\"s\"", "\"t\"")
            + message.replace("\"role\"", "\"roll\"")
            + message.replace("\"message\":", "\"extra\":1,\"message\":")
            + "{\"type\":\"session\"}\n"
            + message
            + "{\"type\":\"other\"}\n7\n"
            + "{\"type\":\"session\",\"id\":\"u\",\"title\":5}\n"
            + "{\"type\":\"session\",\"id\":\"v\",\"created\":\"now\"}\n";
    List<String> lines = Recorder.of("x.jsonl", file).lines;
    assertThat(lines)
        .containsExactly(
            "holdall-jsonl",
            "session s {}",
            HI,
            "broken record 3, line 3: the message does not follow the line of its session",
            "broken record 4, line 4: A message has no role, or one that is not a text",
            "broken record 5, line 5: the line has a field beside the message that is unknown",
            "broken record 1, line 1: the session has 3 messages, not 2",
            "broken record 6, line 6: the session has no id that is a text",
            "broken record 7, line 7: the message does not follow the line of its session",
            "broken record 8, line 8: the line's type is neither 'session' nor 'message'",
            "broken record 9, line 9: the line is not a JSON object",
            "broken record 10, line 10: the field 'title' is not what it should be",
            "broken record 11, line 11: the field 'created' is not what it should be");
  }

  @Test
  void aTruncatedFileOfOursIsNoticed() throws IOException {
    String file = "{\"type\":\"session\",\"id\":\"s\",\"messages\":2}\n";
    assertThat(Recorder.of("x.jsonl", file).lines)
        .last()
        .isEqualTo("broken record 1, line 1: the session has 0 messages, not 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "7", "[]", "{}", "[[]]", "[1]", "{\"type\":\"session\"}"})
  void whatNoFormatRecognisesIsRefused(String content) {
    assertThatThrownBy(() -> Recorder.of("file", content))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("No chat format");
  }

  @Test
  void aFormatThatIsNotThereIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> ChatFormats.all().named("openai-json"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("openai-jsonl");
    assertThat(ChatFormats.all().list())
        .extracting(ChatFormat::name)
        .containsExactly("holdall-jsonl", "openai", "openai-jsonl", "openai-messages", "tau-bench");
    assertThat(ChatFormats.all().list()).allMatch(format -> !format.description().isBlank());
  }

  @Test
  void aFileThatCannotBeReadIsNotCalledBroken() {
    ChatSource failing =
        new ChatSource() {
          @Override
          public String name() {
            return "x.json";
          }

          @Override
          public InputStream open() {
            return new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is gone");
              }

              @Override
              public int read(byte[] block, int offset, int length) throws IOException {
                return read();
              }
            };
          }
        };
    for (ChatFormat format : ChatFormats.all().list()) {
      assertThatThrownBy(() -> format.read(failing, new Recorder()))
          .isInstanceOf(IOException.class)
          .hasMessage("the disk is gone");
    }
    assertThatThrownBy(() -> ChatFormats.all().of(failing)).isInstanceOf(IOException.class);
  }
}
