package io.holdall.storage.json;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.log.CheckpointWriter;
import io.holdall.storage.json.log.Compaction;
import io.holdall.storage.json.log.CompactionPlan;
import io.holdall.storage.json.log.Log;
import io.holdall.storage.json.log.LogPosition;
import io.holdall.storage.json.log.Recovery;
import io.holdall.storage.json.log.Relocation;
import io.holdall.storage.json.log.Segment;
import io.holdall.storage.json.log.View;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done in the background: segments that are mostly garbage are rewritten, and checkpoints
 * are written. What fails is logged, shown in the statistics, and tried again later; no commit
 * fails for it.
 */
final class Housekeeping {
  private static final Logger LOGGER = LoggerFactory.getLogger(Housekeeping.class);

  private final Disk disk;
  private final JsonOptions options;
  private final String store;
  private final Log log;
  private final Committer committer;
  private final Retirement retirement;
  private final Worker worker;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile @Nullable String problem;

  /** Set when moving to a compacted segment has failed half-way: only reopening helps. */
  private volatile boolean halfMoved;

  // Only for the thread that works, or after it has ended.
  private @Nullable LogPosition checkpointed;
  private volatile long checkpointBytes;
  private long segmentsSince;

  /**
   * Starts with nothing to do.
   *
   * @param loaded what was found at opening
   */
  Housekeeping(
      Disk disk,
      JsonOptions options,
      String store,
      Log log,
      Committer committer,
      Retirement retirement,
      Recovery.Loaded loaded,
      Worker worker) {
    this.disk = disk;
    this.options = options;
    this.store = store;
    this.log = log;
    this.committer = committer;
    this.retirement = retirement;
    this.checkpointed = loaded.checkpointed();
    this.checkpointBytes = loaded.checkpointBytes();
    this.worker = worker;
  }

  /** Looks soon whether there is something to do. */
  void schedule() {
    if (!stopped && scheduled.compareAndSet(false, true)) {
      worker.execute(this::work);
    }
  }

  /** What went wrong when there was something to do last, for the statistics. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** The size of the checkpoint that was written last, 0 if none was. */
  long checkpointBytes() {
    return checkpointBytes;
  }

  /** Ends the thread, and writes a last checkpoint, so that opening is quick. */
  void close() {
    stopped = true;
    worker.end();
    attempt("write a checkpoint", this::checkpoint);
  }

  private void work() {
    scheduled.set(false);
    problem = null;
    segmentsSince++;
    attempt(
        "compact the log",
        () -> {
          if (compact()) {
            checkpointed = null; // it is of segments that are gone
            checkpoint();
          }
        });
    // Written less often as it grows, so that it never costs more than the log itself.
    if (!stopped && segmentsSince * options.segmentBytes() >= checkpointBytes) {
      attempt("write a checkpoint", this::checkpoint);
    }
  }

  /** Compacts what is worth it. */
  private boolean compact() throws IOException {
    boolean any = false;
    View view = committer.view();
    CompactionPlan plan =
        CompactionPlan.of(view.segments(), options.garbageRatio(), options.segmentBytes());
    for (List<Segment> group : plan.groups()) {
      if (stopped || halfMoved) {
        return any;
      }
      any |= compact(group, plan.dropsDeletes());
    }
    return any;
  }

  private boolean compact(List<Segment> group, boolean dropsDeletes) throws IOException {
    View durable = syncedView();
    Compaction compaction =
        new Compaction(disk, options.directory(), store, durable, () -> stopped);
    Optional<SegmentName> compacted = compaction.rewrite(group, dropsDeletes);
    if (compacted.isEmpty()) {
      return false;
    }
    halfMoved = true;
    move(group, compacted.get());
    halfMoved = false;
    retirement.retire(group);
    return true;
  }

  private void move(List<Segment> group, SegmentName compacted) throws IOException {
    Relocation[] relocation = new Relocation[1];
    committer.exclusively(
        () ->
            relocation[0] =
                Relocation.begin(disk, options.directory(), store, log, group, compacted));
    boolean[] moving = {true};
    while (moving[0]) {
      committer.exclusively(
          () -> {
            Optional<View> moved = relocation[0].step(committer.view());
            moving[0] = moved.isPresent();
            moved.ifPresent(committer::publish);
          });
    }
    committer.exclusively(() -> committer.publish(relocation[0].finish(committer.view())));
  }

  /** A state that survives a power cut. */
  private View syncedView() throws IOException {
    if (options.syncs()) {
      return committer.view();
    }
    View[] view = new View[1];
    committer.exclusively(
        () -> {
          log.sync();
          view[0] = committer.view();
        });
    return view[0];
  }

  private void checkpoint() throws IOException {
    if (halfMoved) {
      return;
    }
    View view = syncedView();
    if (!view.end().equals(checkpointed)) {
      checkpointBytes = CheckpointWriter.write(disk, options.directory(), store, view);
      checkpointed = view.end();
      segmentsSince = 0;
    }
  }

  private void attempt(String what, TaskRequest.Task task) {
    try {
      task.run();
    } catch (IOException | RuntimeException e) {
      problem = "could not " + what + ": " + e.getMessage();
      LOGGER.warn("The store in {} could not {}", options.directory(), what, e);
    }
  }
}
