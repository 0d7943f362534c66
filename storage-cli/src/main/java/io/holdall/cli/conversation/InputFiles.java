package io.holdall.cli.conversation;

import io.holdall.cli.command.Cancellation;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.terminal.Terminal;
import io.holdall.models.conversations.format.ChatSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files to be read more than once. Standard input cannot be, so it is kept in a temporary file
 * while the command runs.
 */
final class InputFiles implements AutoCloseable {
  private static final String STANDARD_INPUT = "-";

  private final List<Input> inputs;
  private final @Nullable Path temporary;

  /**
   * A file.
   *
   * @param shownName as the person named it
   * @param source what is in it
   */
  record Input(String shownName, ChatSource source) {}

  private InputFiles(List<Input> inputs, @Nullable Path temporary) {
    this.inputs = List.copyOf(inputs);
    this.temporary = temporary;
  }

  static InputFiles open(List<String> names, Terminal terminal, Cancellation cancellation)
      throws IOException {
    Path temporary =
        names.contains(STANDARD_INPUT) ? cancellation.whileIdle(() -> kept(terminal.in())) : null;
    List<Input> inputs = new ArrayList<>();
    for (String name : names) {
      if (name.equals(STANDARD_INPUT) && temporary != null) {
        inputs.add(new Input("standard input", new StandardInput(temporary)));
      } else {
        Path file = Path.of(name);
        if (!Files.exists(file)) {
          throw new NoSuchFileException(name);
        }
        if (Files.isDirectory(file)) {
          throw new CommandFailure(
              ExitCode.FAILED, name + " is a directory", "Name the files in it.");
        }
        inputs.add(new Input(name, ChatSource.of(file)));
      }
    }
    return new InputFiles(inputs, temporary);
  }

  private static Path kept(InputStream in) throws IOException {
    Path file = Files.createTempFile("holdall-import", ".json");
    file.toFile().deleteOnExit(); // also when Ctrl-C ends the process while it reads
    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    return file;
  }

  List<Input> all() {
    return inputs;
  }

  @Override
  public void close() throws IOException {
    if (temporary != null) {
      Files.deleteIfExists(temporary);
    }
  }

  /** Sessions without an id of their own are named after it. */
  private record StandardInput(Path file) implements ChatSource {
    @Override
    public String name() {
      return "stdin";
    }

    @Override
    public InputStream open() throws IOException {
      return ChatSource.of(file).open();
    }
  }
}
