package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that appends to the session {@code s} in several threads, and writes a line for each
 * message that was acknowledged: its sequence and its text. It begins when it reads a byte, and it
 * ends when it is done, when it is killed, or when its input ends.
 */
final class ChildAppender {
  private ChildAppender() {}

  /** Arguments: type of backend, path, name of this process, threads, messages for each. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Storage storage = Stores.open(arguments[0], Path.of(arguments[1]))) {
      out.println("ready");
      if (System.in.read() < 0) {
        return;
      }
      endWithInput();
      Conversations chats = Conversations.in(storage);
      List<Thread> threads = new ArrayList<>();
      for (int thread = 0; thread < Integer.parseInt(arguments[3]); thread++) {
        String name = arguments[2] + thread + ":";
        threads.add(new Thread(() -> append(chats, name, Integer.parseInt(arguments[4]), out)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    out.println("done");
    System.exit(0);
  }

  private static void append(Conversations chats, String name, int count, PrintStream out) {
    for (int i = 0; i < count; i++) {
      String text = name + i;
      // Now and then a call of a tool with its answer, which belong together.
      if (i % 5 == 4) {
        long first =
            chats.append("s", Message.assistant(text), Message.tool("c", text + "+")).first();
        out.println(first + " " + text + "\n" + (first + 1) + " " + text + "+");
      } else {
        out.println(chats.append("s", Message.user(text)).first() + " " + text);
      }
    }
  }

  /** The test may be gone without having killed this. */
  private static void endWithInput() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // What comes does not matter, only that it ends.
                }
              } catch (IOException e) {
                System.exit(1);
              }
              System.exit(1);
            });
    watch.setDaemon(true);
    watch.start();
  }
}
