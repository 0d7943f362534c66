package io.holdall.models.conversations.format;

import io.holdall.models.conversations.format.ChatSample.Shape;
import io.holdall.models.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Trajectories of tau-bench: an array of {@code {task_id, reward, info, trial, traj: [messages]}}.
 * Everything but the messages becomes the session's metadata; the session is named after task and
 * trial.
 */
public final class TauBenchFormat implements ChatFormat {
  private static final String MESSAGES = "traj";

  /** For ServiceLoader. */
  public TauBenchFormat() {}

  @Override
  public String name() {
    return "tau-bench";
  }

  @Override
  public String description() {
    return "trajectories of tau-bench: [{task_id, trial, ..., traj: [messages]}]; written without"
        + " owners, titles, times and metadata of messages";
  }

  @Override
  public boolean recognises(ChatSample sample) {
    return sample.shape() == Shape.ARRAY && sample.hasArray(MESSAGES);
  }

  @Override
  public void read(ChatSource source, ChatHandler handler) throws IOException {
    WholeSessions sessions = new WholeSessions(handler, MESSAGES);
    JsonRecords.read(
        source, handler, (record, place) -> sessions.accept(record, id(record, place), place));
  }

  private static String id(JsonObject record, Place place) {
    String task = part(record, "task_id");
    String trial = part(record, "trial");
    if (task.isEmpty()) {
      return "trajectory_" + place.record();
    }
    return "task_" + task + (trial.isEmpty() ? "" : "_trial_" + trial);
  }

  /** A number or text; empty for anything else. */
  private static String part(JsonObject record, String name) {
    return record
        .string(name)
        .or(() -> record.raw(name).filter(value -> value.matches("-?[0-9.]+")))
        .orElse("");
  }

  @Override
  public ChatWriter write(OutputStream out) {
    return JsonArrayWriter.array(out, MESSAGES, true);
  }
}
