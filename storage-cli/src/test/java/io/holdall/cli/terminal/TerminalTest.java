package io.holdall.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void coloursAppearOnlyOnATerminalThatWantsThem() {
    Map<String, String> colourful = Map.of("TERM", "xterm");
    assertThat(Style.of(true, colourful).isColoured()).isTrue();
    assertThat(Style.of(false, colourful).isColoured()).isFalse();
    assertThat(Style.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1")).isColoured()).isFalse();
    assertThat(Style.of(true, Map.of("TERM", "xterm", "NO_COLOR", "")).isColoured()).isTrue();
    assertThat(Style.of(true, Map.of("TERM", "dumb")).isColoured()).isFalse();
    assertThat(Style.PLAIN.red("x")).isEqualTo("x");
    assertThat(Style.COLOURED.red("x")).isEqualTo("\u001b[31mx\u001b[0m");
  }

  @Test
  void failedWriteIsNotSwallowed() {
    Terminal full = Terminal.ofStreams(InputStream.nullInputStream(), failing("No space"), err, 80);
    Terminal closed =
        Terminal.ofStreams(InputStream.nullInputStream(), failing("Broken pipe"), err, 80);

    assertThatThrownBy(() -> full.out().println("x"))
        .isInstanceOfSatisfying(OutputClosed.class, e -> assertThat(e.isByReader()).isFalse());
    assertThatThrownBy(() -> closed.out().println("x"))
        .isInstanceOfSatisfying(OutputClosed.class, e -> assertThat(e.isByReader()).isTrue());
  }

  @Test
  void progressIsShownToAPersonOnlyAndWipedAway() {
    try (Progress progress = new Progress(terminal(false), "Copying", () -> {})) {
      progress.progress(1, 2);
    }
    assertThat(err.size()).isZero();

    try (Progress progress = new Progress(terminal(true), "Copying", () -> {})) {
      progress.progress(1, 2);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Copying").endsWith("\r\u001b[K");
    assertThat(out.size()).isZero();
  }

  @Test
  void progressEndsTheWorkWhenItIsInterrupted() {
    try (Progress progress =
        new Progress(
            terminal(false),
            "Copying",
            () -> {
              throw new IllegalStateException("enough");
            })) {
      assertThatThrownBy(() -> progress.progress(1, 2)).hasMessage("enough");
    }
  }

  @Test
  void tableIsAlignedAndCutOnlyForAPerson() {
    Table table = new Table("NAME", ">N", "TITLE").row("図書館", "7", "x".repeat(90));

    table.print(terminal(false), "");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("NAME    N  TITLE", "図書館  7  " + "x".repeat(90));
    out.reset();
    table.print(terminal(true), "  ");
    assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(1))
        .allMatch(line -> Text.width(line) == 60 && line.endsWith("…"));
  }

  private Terminal terminal(boolean person) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        60,
        person,
        person,
        person,
        Style.PLAIN,
        Style.PLAIN);
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
