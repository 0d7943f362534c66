package io.holdall.emulators.s3;

/** What can go wrong with a request. */
public enum Fault {
  /** 500 InternalError; nothing was done. */
  ERROR_BEFORE,
  /** 500 InternalError, although it was done. */
  ERROR_AFTER,
  /** 503 SlowDown; nothing was done. */
  SLOW_DOWN,
  /** 409 ConditionalRequestConflict; nothing was done. */
  CONTENDED,
  /** 403 AccessDenied; nothing was done. */
  DENIED,
  /** The connection ends without an answer; nothing was done. */
  RESET_BEFORE,
  /** The connection ends without an answer, although it was done. */
  RESET_AFTER,
  /** The connection ends in the middle of the answer. */
  TRUNCATED,
  /** It was done, and no answer comes until {@link FakeS3#release()}. */
  HANGS_AFTER,
  /** No answer comes until {@link FakeS3#release()}, and only then it is done. */
  HANGS_BEFORE,
  /** The answer's body stops in the middle until {@link FakeS3#release()}. */
  SLOW_BODY
}
