package io.holdall.models.conversations;

import io.holdall.storage.spi.grouping.QueuedRequest;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One call of append: what it wants and, once it was its turn, what came of it. */
final class AppendRequest extends QueuedRequest {
  /** What the message's entry has beside its JSON, roughly. */
  private static final int ENVELOPE_BYTES = 200;

  private final SessionQueue.Round round;
  private final List<Message> messages;
  private final OptionalLong expected;
  private final String nonce = Nonces.next();
  private final long sizeBytes;

  // Written by the thread that leads, before the queue says that this is done.
  private boolean alone;
  private @Nullable Appended appended;
  private @Nullable Throwable failure; // runtime exception or error

  AppendRequest(SessionQueue.Round round, List<Message> messages, OptionalLong expected) {
    this.round = round;
    this.messages = List.copyOf(messages);
    this.expected = expected;
    this.sizeBytes =
        messages.stream()
            .mapToLong(
                message ->
                    ENVELOPE_BYTES
                        + 2L * message.json().text().length()
                        + 2L * message.metadata().text().length())
            .sum();
    this.alone = expected.isPresent();
  }

  /** How it is to be committed. */
  SessionQueue.Round round() {
    return round;
  }

  List<Message> messages() {
    return messages;
  }

  /** The sequence that the first message must get, if the caller cares. */
  OptionalLong expected() {
    return expected;
  }

  /** The mark that every message of this call carries in the store. */
  String nonce() {
    return nonce;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Whether the request must have a commit to itself. */
  boolean isAlone() {
    return alone;
  }

  /** From now on it must have one. */
  void beAlone() {
    alone = true;
  }

  void complete(Appended result) {
    appended = result;
  }

  void fail(Throwable error) {
    failure = error;
  }

  /** The outcome, for the thread that asked. */
  Appended result() {
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    return Objects.requireNonNull(appended);
  }
}
