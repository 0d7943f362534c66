package io.holdall.storage.spi.objects;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Writing and removing one object, and finding out what became of it when an answer was lost.
 *
 * <p>Once a request may have been done, a condition that fails no longer says that nothing was
 * written: the writing itself may have made it fail. If its nonce is there it is a success.
 * Otherwise it may have been done and replaced since, and nobody knows: {@code OutcomeUnknown}.
 */
final class ObjectWrites {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ObjectService service;
  private final ObjectNames names;
  private final RetryTimes times;

  ObjectWrites(ObjectService service, ObjectNames names, RetryTimes times) {
    this.service = service;
    this.names = names;
    this.times = times;
  }

  /** 128 random bits as 22 characters. */
  static String nonce() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  Version put(Job<?> job, Key key, Value value, Condition condition) {
    String name = names.of(key);
    String nonce = nonce();
    return untilKnown(
        job,
        key,
        () -> service.write(name, value, nonce, condition),
        () ->
            service
                .readBack(name)
                .filter(writing -> writing.nonce().equals(nonce))
                .map(Writing::version));
  }

  void delete(Job<?> job, Key key, Condition condition) {
    String name = names.of(key);
    if (condition instanceof Condition.Absent) {
      check(job, key, condition); // there is nothing to remove if it holds
      return;
    }
    untilKnown(
        job,
        key,
        () -> {
          service.delete(name, condition);
          return true;
        },
        () -> isGone(name, condition));
  }

  /** If a certain version was to be removed, somebody else may have removed it. */
  private Optional<Boolean> isGone(String name, Condition condition) throws ObjectFailure {
    boolean gone = condition instanceof Condition.Any && service.readBack(name).isEmpty();
    return gone ? Optional.of(true) : Optional.empty();
  }

  void check(Job<?> job, Key key, Condition condition) {
    if (condition instanceof Condition.Any) {
      return;
    }
    Optional<Writing> present =
        new Attempts(times, job).read(() -> service.readBack(names.of(key)));
    if (!condition.holds(present.map(Writing::version).orElse(null))) {
      throw new Conflict(List.of(key));
    }
  }

  private <T> T untilKnown(
      Job<?> job, Key key, Attempts.Request<T> write, Attempts.Request<Optional<T>> lookAfter) {
    Attempts attempts = new Attempts(times, job);
    ObjectFailure lost = null; // the first whose request may have been done
    while (true) {
      ObjectFailure failure;
      try {
        return write.send();
      } catch (ObjectFailure e) {
        failure = e;
      } catch (StorageException e) {
        throw lost == null ? e : unknown(lost, e);
      }
      if (lost == null && failure.kind() == Kind.PERHAPS_DONE) {
        lost = failure;
      }
      if (lost == null && failure.kind() == Kind.CONDITION) {
        throw new Conflict(List.of(key));
      }
      boolean again = failure.kind() != Kind.CONDITION && attempts.again(failure);
      if (lost != null) {
        Optional<T> done = lookAfter(attempts, lookAfter, lost);
        if (done.isPresent()) {
          return done.get();
        }
      }
      if (!again) {
        throw lost == null ? attempts.unavailable(failure) : unknown(lost, failure);
      }
    }
  }

  /** What the lost answer would have been, if the object tells. */
  private static <T> Optional<T> lookAfter(
      Attempts attempts, Attempts.Request<Optional<T>> request, ObjectFailure lost) {
    try {
      return attempts.read(request);
    } catch (StorageException e) {
      throw unknown(lost, e);
    }
  }

  private static OutcomeUnknown unknown(ObjectFailure lost, Throwable last) {
    OutcomeUnknown unknown = new OutcomeUnknown("The answer of the service was lost", lost);
    if (last != lost) {
      unknown.addSuppressed(last);
    }
    return unknown;
  }
}
