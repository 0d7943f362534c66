package io.holdall.models.conversations;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call of append: what it wants, and how far it is. The state changes under the monitor of the
 * queue that the request waits in; the waiting thread sees it through the volatile field.
 */
final class AppendRequest {
  private enum State {
    WAITING,
    LEADING,
    DONE
  }

  /** What the message's entry has beside its JSON, roughly. */
  private static final int ENVELOPE_BYTES = 200;

  private final List<Message> messages;
  private final OptionalLong expected;
  private final String nonce = Nonces.next();
  private final long sizeBytes;
  private final Thread thread = Thread.currentThread();

  private volatile State state = State.WAITING;
  private boolean alone;
  private @Nullable Appended appended;
  private @Nullable Throwable failure; // runtime exception or error

  AppendRequest(List<Message> messages, OptionalLong expected) {
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

  /** Waits again, for a commit without others. */
  void retryAlone() {
    alone = true;
    state = State.WAITING;
  }

  void lead() {
    state = State.LEADING;
    LockSupport.unpark(thread);
  }

  void complete(Appended result) {
    appended = result;
    state = State.DONE;
    LockSupport.unpark(thread);
  }

  void fail(Throwable error) {
    failure = error;
    state = State.DONE;
    LockSupport.unpark(thread);
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  boolean isLeading() {
    return state == State.LEADING;
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
