package io.holdall.cli.demo;

import io.holdall.cli.command.Cancellation;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Several threads append to one session at once, and then it is counted whether all is there. */
final class LiveAppends {
  private final Conversations chats;
  private final String session;
  private final Cancellation cancellation;
  private final Set<String> said = new HashSet<>();

  LiveAppends(Conversations chats, String session, Cancellation cancellation) {
    this.chats = chats;
    this.session = session;
    this.cancellation = cancellation;
  }

  /** Lets so many threads append so many messages each, and tells how long it took. */
  Duration run(int threads, int each) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      long start = System.nanoTime();
      for (int thread = 1; thread <= threads; thread++) {
        List<String> texts = texts(threads, thread, each);
        said.addAll(texts);
        running.add(pool.submit(() -> texts.forEach(this::append)));
      }
      for (Future<?> future : running) {
        await(future);
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Whether every message is there once, in one sequence without a gap. */
  boolean nothingIsLost() {
    List<Message> messages = chats.messages(session).toList();
    return messages.size() == said.size()
        && messages.stream().map(Message::text).collect(Collectors.toSet()).equals(said)
        && messages.stream()
            .map(message -> message.sequence().orElse(-1))
            .toList()
            .equals(LongStream.range(0, said.size()).boxed().toList());
  }

  long count() {
    return said.size();
  }

  private void append(String text) {
    cancellation.checkpoint();
    chats.append(session, Message.user(text));
  }

  private static List<String> texts(int threads, int thread, int each) {
    return IntStream.rangeClosed(1, each)
        .mapToObj(i -> "Message %d of writer %d of %d".formatted(i, thread, threads))
        .toList();
  }

  private static void await(Future<?> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException failure) {
        throw failure;
      }
      throw new IllegalStateException("A writer of the demonstration failed", e.getCause());
    }
  }
}
