package io.holdall.storage.spi.objects;

import io.holdall.storage.Condition;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds out, on an object of its own, whether the service keeps conditions: several create it at
 * once and one may win, several replace it at once and one may win, and nobody removes it by a
 * version it does not have. A service that ignores the conditions, or looks first and writes then,
 * would lose what others wrote.
 */
final class ConditionProbe {
  private static final int RACERS = 4;

  private final ObjectService service;
  private final Requests requests;
  private final RetryTimes times;
  private final String name;

  ConditionProbe(ObjectService service, Requests requests, RetryTimes times, ObjectNames names) {
    this.service = service;
    this.requests = requests;
    this.times = times;
    this.name = names.scratch(ObjectWrites.nonce());
  }

  /**
   * @throws Configuration if a condition is not kept
   */
  void require() {
    try {
      Version first = soleWinner(Condition.absent(), "create-if-absent");
      Version second = soleWinner(Condition.version(first), "replace-if-version");
      require(!removed(first), "delete-if-version");
      require(removed(second) || isGone(), "delete-if-version");
      require(!removed(second), "delete-if-version");
    } catch (Configuration refused) {
      cleanUp(refused);
      throw refused;
    }
  }

  /** Races with writings of which each has a nonce of its own. */
  private Version soleWinner(Condition condition, String ability) {
    List<Optional<Version>> outcomes =
        requests.readAll(
            IntStream.range(0, RACERS)
                .<Job.Work<Optional<Version>>>mapToObj(i -> job -> write(job, condition))
                .toList());
    List<Version> winners = outcomes.stream().flatMap(Optional::stream).toList();
    // None is possible: the winner's answer was lost, and its repetition met its own writing.
    require(winners.size() <= 1, ability);
    return winners.isEmpty() ? present() : winners.get(0);
  }

  private Version present() {
    return readBack().map(Writing::version).orElseThrow(() -> ignored("create-if-absent"));
  }

  /** The answer to a removal may have been lost, and its repetition found nothing. */
  private boolean isGone() {
    return readBack().isEmpty();
  }

  private Optional<Writing> readBack() {
    return requests.read(job -> new Attempts(times, job).read(() -> service.readBack(name)));
  }

  private Optional<Version> write(Job<?> job, Condition condition) {
    Value value = Value.json("\"a probe of this service's conditions, to be removed\"");
    String nonce = ObjectWrites.nonce();
    return new Attempts(times, job)
        .read(
            () -> {
              try {
                return Optional.of(service.write(name, value, nonce, condition));
              } catch (ObjectFailure e) {
                return ifCondition(e, Optional.<Version>empty());
              }
            });
  }

  private boolean removed(Version version) {
    return requests.read(
        job ->
            new Attempts(times, job)
                .read(
                    () -> {
                      try {
                        service.delete(name, Condition.version(version));
                        return true;
                      } catch (ObjectFailure e) {
                        return ifCondition(e, false);
                      }
                    }));
  }

  private void cleanUp(Configuration refused) {
    try {
      requests.read(job -> new Attempts(times, job).read(this::delete));
    } catch (StorageException e) {
      refused.addSuppressed(e);
    }
  }

  private boolean delete() throws ObjectFailure {
    service.delete(name, Condition.any());
    return true;
  }

  private static <T> T ifCondition(ObjectFailure failure, T otherwise) throws ObjectFailure {
    if (failure.kind() == Kind.CONDITION) {
      return otherwise;
    }
    throw failure;
  }

  private static void require(boolean kept, String ability) {
    if (!kept) {
      throw ignored(ability);
    }
  }

  private static Configuration ignored(String ability) {
    Configuration refused =
        new Configuration(
            "This service does not keep conditions, so writers would overwrite each other; use"
                + " another, or set conditions = unsupported to do without them");
    refused.with("ignored", ability);
    return refused;
  }
}
